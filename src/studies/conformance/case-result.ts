import type { Tolerance } from "./tolerance.js";

/** What came of one reference case. */
export interface CaseResult {
  readonly name: string;
  readonly status: "passed" | "failed" | "missing";
  /** Relative errors by what was compared: value, gradients, each optimiser's trajectory. */
  readonly errors: Readonly<Record<string, number>>;
  /** Why a case is missing, or what threw. */
  readonly reason?: string;
}

/** Passed when every error is within the tolerance. */
export function judged(
  name: string,
  errors: Readonly<Record<string, number>>,
  { relative }: Tolerance,
): CaseResult {
  const status = Object.values(errors).every((error) => error <= relative) ? "passed" : "failed";
  return { name, status, errors };
}

/** One line: `passed  nt-xent n4    value 1.2e-7  gradients 3.0e-7`. */
export function resultLine({ name, status, errors, reason }: CaseResult): string {
  const parts = Object.entries(errors).map(([what, error]) => `${what} ${error.toExponential(1)}`);
  return [status.padEnd(7), name.padEnd(24), ...parts, ...(reason === undefined ? [] : [reason])].join("  ");
}

/** `49 passed, 0 failed, 9 missing`. */
export function countLine(results: readonly CaseResult[]): string {
  const count = (status: CaseResult["status"]) => results.filter((result) => result.status === status).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("missing")} missing`;
}
