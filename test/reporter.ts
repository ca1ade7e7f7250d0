import type { Reporter, TestModule, TestRunEndReason, Vitest } from "vitest/node";

/** What the closing line says. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts tests, and what went wrong outside of one: a file that could not be collected, a suite whose
 * hooks threw, an error nobody caught, or a run that ended badly without naming any failure each count
 * as failed. A test that never finished counts as failed too.
 */
export function tally(
  modules: readonly TestModule[],
  unhandledErrors: readonly unknown[],
  reason: TestRunEndReason,
): Tally {
  const count: Tally = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const testModule of modules) {
    if (testModule.errors().length > 0) count.failed += 1;
    for (const suite of testModule.children.allSuites()) {
      if (suite.errors().length > 0) count.failed += 1;
    }
    for (const test of testModule.children.allTests()) {
      const { state } = test.result();
      count[state === "pending" ? "failed" : state] += 1;
    }
  }
  if (count.failed === 0 && (reason !== "passed" || count.passed === 0)) count.failed = 1;
  return count;
}

/** The line itself: `12 passed, 0 failed, 1 skipped`. */
export function closingLine(count: Tally): string {
  return `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`;
}

/**
 * Prints the closing line that continuous integration counts, alone on the last line of the output:
 * when the process exits, because vitest and other reporters may still print after the run has ended.
 */
export class ClosingLineReporter implements Reporter {
  private watching = false;
  private line: string | undefined;

  onInit(vitest: Vitest): void {
    this.watching = vitest.config.watch;
    if (!this.watching) process.once("exit", () => this.print());
  }

  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    this.line = closingLine(tally(modules, unhandledErrors, reason));
    if (this.watching) this.print();
  }

  private print(): void {
    if (this.line !== undefined) process.stdout.write(`${this.line}\n`);
  }
}
