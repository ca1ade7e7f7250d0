import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import { readJsonl, writeFileAtomically } from "../../formats/index.js";
import { readRunConfig } from "../../runs/index.js";
import { type PretrainOptions, resolveRun } from "../../settle/index.js";
import type { RunConfig } from "../../setup/index.js";
import { pretrain, type TrainEvent } from "../../train/index.js";

/** What training took, all starts together. */
export interface Trained {
  readonly steps: number;
  /** In steps and phases. */
  readonly seconds: number;
  /** From opening the data to the end. */
  readonly wallSeconds: number;
  readonly parameters: number;
  readonly batchSize: number;
  /** Mean loss of the last twentieth of the steps. */
  readonly loss: number;
}

/** Training is saved about so often, in seconds. */
const saveEvery = 30;

/** Seconds that were spent when a checkpoint was written, for the start that goes on from it. */
const spentPath = (run: string) => join(run, "spent.json");

/**
 * Trains one run, or goes on with it where it was stopped. One that was begun otherwise than it is planned now, as by
 * an earlier version of a method's recipe, is begun anew.
 * @returns null when the signal stopped it; the checkpoint is then written
 */
export async function* trainArm(
  options: PretrainOptions & { readonly out: string; readonly steps: number },
  stepSeconds: number,
): AsyncGenerator<TrainEvent, Trained | null, undefined> {
  const began = performance.now();
  const { out, method, encoder, signal, cacheFolder, onDecode } = options;
  const checkpointEvery = Math.max(1, Math.round(saveEvery / stepSeconds));
  const goesOn = {
    ...(method && { method }),
    ...(encoder && { encoder }),
    ...(signal && { signal }),
    ...(cacheFolder && { cacheFolder }),
    ...(onDecode && { onDecode }),
  };
  const isBegun = existsSync(join(out, "config.json")) && (await isAsPlanned(out, options));
  if (!isBegun) await rm(out, { recursive: true, force: true });
  const run = isBegun
    ? pretrain({ resume: out, checkpointEvery, ...goesOn })
    : pretrain({ ...options, checkpointEvery });
  const before = isBegun ? await readSpent(out) : null;
  let [seconds, step, parameters, batchSize] = [0, 0, 0, 0];
  let wall = 0;
  try {
    for (;;) {
      const asked = performance.now();
      const { value: event, done } = await run.next();
      if (done) return null;
      const took = (performance.now() - asked) / 1000;
      switch (event.type) {
        case "started":
          ({ parameters, step } = event);
          batchSize = event.config.batchSize;
          // A start that was killed between the two leaves a checkpoint whose time is not known: as much a step as before.
          if (before !== null && before.step > 0) {
            seconds = (before.seconds * step) / before.step;
            wall = (before.wallSeconds * step) / before.step;
          } else seconds = step * stepSeconds;
          break;
        case "step":
          step = event.step;
          seconds += took;
          break;
        case "checkpoint":
          await writeSpent(out, { step, seconds, wallSeconds: wall + (performance.now() - began) / 1000 });
          break;
        case "interrupted":
          return null;
        case "finished":
          return {
            steps: step,
            seconds,
            wallSeconds: wall + (performance.now() - began) / 1000,
            parameters,
            batchSize,
            loss: await lastLoss(out),
          };
      }
      yield event;
    }
  } finally {
    await run.return();
  }
}

/** Whether a run was begun with the steps, method, recipe and augmentations that it would get now. */
async function isAsPlanned(run: string, options: PretrainOptions): Promise<boolean> {
  const begun = await readRunConfig(run);
  const { config, source } = await resolveRun(options);
  await source.close();
  return isDeepStrictEqual(trainedWith(begun), trainedWith(config));
}

/** What of a run is a matter of its plan; the samples are checked when it goes on. */
function trainedWith({ data: _data, places: _places, ...rest }: RunConfig): unknown {
  // As in the file, where what is undefined is left out.
  return JSON.parse(JSON.stringify(rest));
}

/** From the run's own record, which holds the steps of earlier starts too. */
async function lastLoss(run: string): Promise<number> {
  const rows = (await readJsonl(join(run, "metrics.jsonl"))).filter(({ type }) => type === "step");
  const last = rows.slice(-Math.max(1, Math.round(rows.length / 20)));
  return last.reduce((sum, { loss }) => sum + Number(loss) / last.length, 0);
}

const spentSchema = z.object({ step: z.int(), seconds: z.number(), wallSeconds: z.number() });

type Spent = z.output<typeof spentSchema>;

/** Null where it cannot be read: a run is no worse for not knowing what it took. */
async function readSpent(run: string): Promise<Spent | null> {
  try {
    return spentSchema.parse(JSON.parse(await readFile(spentPath(run), "utf8")));
  } catch {
    return null;
  }
}

async function writeSpent(run: string, spent: Spent): Promise<void> {
  await writeFileAtomically(spentPath(run), `${JSON.stringify(spent)}\n`);
}

/** Removes the weights of a run whose result is known; its record of losses stays. */
export async function dropCheckpoints(run: string): Promise<void> {
  for (const name of ["checkpoints", "seen.bin", "spent.json"])
    await rm(join(run, name), { recursive: true, force: true });
}
