import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Engine } from "../../engine/index.js";
import { DivergenceError } from "../../errors.js";
import { readCheckpoint } from "../../runs/index.js";
import type { PretrainOptions } from "../../settle/index.js";
import { partsOf } from "../../setup/index.js";
import { pretrain } from "../../train/index.js";
import { type ArmMeter, openArmMeter } from "./arm-meter.js";
import type { ArmMoment, ArmResult } from "./arm-result.js";
import type { StudySamples } from "./study-samples.js";

export interface ArmJob {
  readonly name: string;
  /** A whole run; what an earlier attempt left in its folder is replaced. */
  readonly options: PretrainOptions & { readonly out: string; readonly steps: number };
  readonly samples: StudySamples;
  readonly engine: Engine;
  /** How often the model is looked at, besides before its first step. */
  readonly looks: number;
}

/**
 * Trains one arm as an ordinary run and looks at each of its checkpoints.
 * @yields a line on how far it is
 * @returns null when it was stopped
 */
export async function* runArm(job: ArmJob): AsyncGenerator<string, ArmResult | null> {
  const { name, options, samples, engine } = job;
  const every = Math.max(1, Math.ceil(options.steps / job.looks));
  await rm(options.out, { recursive: true, force: true });
  const started = performance.now();
  const moments: ArmMoment[] = [];
  const warnings: string[] = [];
  let losses: number[] = [];
  let meter: ArmMeter | null = null;
  let ended: string | null = null;
  try {
    for await (const event of pretrain({
      ...options,
      holdout: 0,
      checkpointEvery: every,
      monitorEvery: every,
    })) {
      if (event.type === "started") {
        meter = await openArmMeter(engine, partsOf(event.config, 0), samples);
      } else if (event.type === "step") {
        losses.push(event.loss);
        yield `step ${event.step}/${options.steps}  loss ${event.loss.toFixed(4)}`;
      } else if (event.type === "warning") {
        warnings.push(`Step ${event.step}: ${event.message}`);
      } else if (event.type === "checkpoint" && meter !== null) {
        const { state } = await readCheckpoint(event.path);
        const loss = losses.length === 0 ? null : losses.reduce((sum, one) => sum + one / losses.length, 0);
        moments.push({ step: event.step, loss, ...(await meter.measure(state)) });
        losses = [];
      } else if (event.type === "interrupted") return null;
    }
  } catch (error) {
    // What an ingredient's absence did is a finding, not a failure of the study.
    if (!(error instanceof DivergenceError) || moments.length === 0) throw error;
    ended = error.message;
  } finally {
    await meter?.dispose();
  }
  return { name, moments, warnings, ended, seconds: (performance.now() - started) / 1000 };
}

/** The folder of an arm's run. */
export function armFolder(out: string, name: string): string {
  return join(out, "runs", dirname(name) === "." ? name : `${dirname(name)}-without-${basename(name)}`);
}
