import { rm } from "node:fs/promises";
import { type Engine, nodeEngine } from "../../engine/index.js";
import { JsonlWriter, type Lock, makeFolder, refuseUnwritable } from "../../formats/index.js";
import { lockFolder } from "../../runs/index.js";
import type { CompareEvent } from "./compare-event.js";
import type { CompareOptions } from "./compare-options.js";
import { resultOf } from "./comparison-job.js";
import { type Job, jobsOf } from "./comparison-jobs.js";
import { writeComparison } from "./comparison-report.js";
import { forget, refuseUnknownRows } from "./forget.js";
import { writePlan } from "./plan.js";
import { prepareComparison } from "./prepare-comparison.js";
import { type ComparisonRecord, readRecords, recordKey, recordsPath } from "./records.js";
import { runPath } from "./run-path.js";
import { settleSteps } from "./settle-steps.js";
import { dropCheckpoints } from "./train-arm.js";
import { trainingToCome } from "./training-to-come.js";

/**
 * Compares methods honestly: the same encoder, the same samples, the same budget (equal time, or equal views), several
 * seeds, beside the same encoder untrained and raw pixels; judged by weighted kNN, linear probe with all and with few
 * labels, and by how embeddings fill their space. A stream of events; nothing happens until it is read.
 *
 * Everything is kept in the folder: `plan.json` (what decides a result), `results.jsonl` (one line a finished run),
 * `report.md` with charts, `runs/`. Started again with the same settings it goes on where it was stopped, to the same
 * results; more methods and seeds may be added. A run that fails is a line too, and is tried again at the next start.
 *
 * @throws ConfigError for settings that cannot be used, or that are not those of the folder; DataError for data
 */
export async function* compare(options: CompareOptions): AsyncGenerator<CompareEvent, void, undefined> {
  await refuseUnwritable(options.out);
  const again = options.again ?? [];
  await refuseUnknownRows(options.out, again);
  const prepared = await prepareComparison(options);
  const { plan, data, notes } = prepared;
  const jobs = jobsOf(prepared);
  // One engine judges all; after a failure, which may have been its own, a fresh one.
  let engine: Engine | undefined;
  const judging = () => {
    engine ??= nodeEngine({ threads: prepared.config.threads });
    return engine;
  };
  let records: JsonlWriter | undefined;
  let lock: Lock | undefined;
  try {
    await makeFolder(options.out);
    lock = await lockFolder(options.out, "comparison");
    // Only now that nothing stands against going on.
    await forget(options.out, again);
    await writePlan(options.out, plan());
    const known = new Map((await readRecords(options.out)).map((record) => [recordKey(record), record]));
    const isDone = (job: Job) => known.get(recordKey(job))?.type === "result";
    const total = jobs.length;
    let done = jobs.filter(isDone).length;
    const { name, options: own } = prepared.encoder;
    yield {
      type: "started",
      out: options.out,
      total,
      done,
      encoder: `${name} ${JSON.stringify(own)}`,
      notes,
    };
    records = new JsonlWriter(recordsPath(options.out));
    // All before the first run: what the machine is asked for beside a run then costs time, and no results.
    const toCome = new Set(jobs.flatMap((job) => (job.arm === null || isDone(job) ? [] : [job.arm])));
    for (const arm of toCome) {
      if (options.signal?.aborted || prepared.planned(arm.name).measured !== null) continue;
      // What cannot be measured fails again in its run, which says why.
      const measured = await settleSteps(arm, prepared, options.out).catch(() => null);
      if (measured !== null) yield measured;
    }
    if (done < total && !options.signal?.aborted) {
      const runs = jobs.flatMap((job) =>
        job.arm === null || isDone(job) ? [] : [prepared.planned(job.name)],
      );
      yield { type: "estimate", total, toCome: total - done, trainingSeconds: trainingToCome(runs) };
    }
    for (const job of jobs) {
      const folder = runPath(options.out, job);
      if (isDone(job)) {
        if (!options.keepRuns) await dropCheckpoints(folder);
        continue;
      }
      if (known.get(recordKey(job))?.type === "failure") await rm(folder, { recursive: true, force: true });
      let record: ComparisonRecord | null;
      try {
        record = yield* resultOf(job, prepared, options, judging);
      } catch (error) {
        await engine?.dispose();
        engine = undefined;
        if (options.signal?.aborted) record = null;
        else record = { type: "failure", name: job.name, seed: job.seed, message: sentence(error) };
      }
      if (record === null) {
        yield { type: "interrupted", out: options.out, done, total };
        return;
      }
      records.append(record);
      known.set(recordKey(record), record);
      if (record.type === "result") {
        done++;
        if (!options.keepRuns) await dropCheckpoints(folder);
      }
      await writeComparison(options.out, plan(), [...known.values()]);
      yield { type: "record", record, done, total };
    }
    const files = await writeComparison(options.out, plan(), [...known.values()]);
    const failures = jobs.filter((job) => known.get(recordKey(job))?.type === "failure").length;
    yield { type: "finished", out: options.out, failures, files };
  } finally {
    records?.close();
    await engine?.dispose();
    await data.close();
    await lock?.release();
  }
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, " ").trim();
}
