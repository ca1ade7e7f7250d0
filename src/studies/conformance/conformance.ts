import { type Engine, inlineEngine } from "../../engine/index.js";
import { UnlabelError } from "../../errors.js";
import { type CaseFile, readCaseFile } from "./case-file.js";
import type { CaseResult } from "./case-result.js";
import { runLossCase } from "./run-loss-case.js";
import { runNetworkCase } from "./run-network-case.js";

/**
 * Runs reference cases on the real engine, one after another, and yields a result for each.
 * @param paths files of cases; all are read before the first case runs.
 * @throws DataError when a file cannot be read or has another form.
 */
export async function* conformance(paths: readonly string[]): AsyncGenerator<CaseResult> {
  const files: CaseFile[] = [];
  for (const path of paths) files.push(await readCaseFile(path));
  const engine = inlineEngine();
  try {
    for (const { cases, tolerance } of files) {
      for (const reference of cases) yield await runCase(engine, reference, tolerance);
    }
  } finally {
    await engine.dispose();
  }
}

async function runCase(
  engine: Engine,
  reference: CaseFile["cases"][number],
  tolerance: CaseFile["tolerance"],
): Promise<CaseResult> {
  try {
    return "expected" in reference
      ? await runLossCase(engine, reference, tolerance)
      : await runNetworkCase(engine, reference, tolerance);
  } catch (error) {
    if (!(error instanceof UnlabelError)) throw error;
    return { name: reference.name, status: "failed", errors: {}, reason: error.message };
  }
}
