import { availableParallelism } from "node:os";
import { nodeEngine } from "../engine/index.js";
import { ConfigError, callOf, DataError } from "../errors.js";
import { writeFileSet } from "../formats/index.js";
import { kindOf } from "../kinds/index.js";
import type { EnergyGap } from "../metrics/index.js";
import { type Checkpoint, checkpointPaths, openRun, readCheckpoint, runFolder } from "../runs/index.js";
import { type OwnParts, partsOf } from "../setup/index.js";
import { type EnergyDataOptions, openEnergyData } from "./energy-data.js";
import { fewestSamples } from "./energy-pairs.js";
import { energyPicture, energyText } from "./energy-report.js";
import { tellSeen } from "./evaluation-data.js";
import { openPairMeter } from "./pair-energies.js";
import type { RunEnergy } from "./run-energy.js";

export interface EnergyOptions extends EnergyDataOptions, OwnParts {
  readonly run: string;
  /** Pairs of each kind, at most. Default 2,000. */
  readonly samples?: number | undefined;
  readonly onWarning?: (message: string) => void;
}

/**
 * How far the energy F(x, y) of a run's method tells compatible pairs from incompatible ones, before and after
 * training: numbers, `energy.svg` and `energy.md` in the run folder. Pairs are drawn as in training: views are as strong,
 * as close and as large as the method's first ones. Compatible: two views of one sample or, where the run's positives
 * are by class, by time or from a second source, a view of a sample and one of such a partner. Incompatible: views of
 * two samples, not of one class where the run reads labels. The pairs are the same before and after, and from call to
 * call.
 * @throws CheckpointError when the run cannot be read; ConfigError for a method without an energy; DataError for data
 * that cannot be used, or too few partners
 */
export async function measureEnergy(options: EnergyOptions): Promise<RunEnergy> {
  const { run, samples: most = 2000, onWarning = () => undefined } = options;
  const { folder: home, config, checkpoint } = await openRun(run, onWarning);
  const parts = partsOf(config, 0, options);
  const { method } = parts;
  if (method.energy === undefined) {
    throw new ConfigError(
      `The method ${method.name} has no energy: it does not compare two views, so there is nothing to draw. ${callOf("evaluateRun", { run: home })} measures what it learned.`,
      { method: method.name },
    );
  }
  const { samples, name, positives } = await openEnergyData(config, {
    ...options,
    crops: kindOf(config.data).views(config, method.views.slice(0, 1)).crops,
  });
  if (samples.length < fewestSamples) {
    await samples.close();
    throw new DataError(
      `${name} has ${samples.length} samples; pairs need at least ${fewestSamples}. Give more data.`,
    );
  }
  for (const message of samples.warnings ?? []) onWarning(message);
  const engine = nodeEngine({ threads: availableParallelism() });
  try {
    await tellSeen(home, config.from, samples, onWarning);
    const meter = await openPairMeter(engine, { ...parts, config: { ...config, positives } }, samples, most);
    if (meter === null) throw new ConfigError(`The method ${method.name} has no energy.`);
    const first = await firstState(home);
    if (first === null && config.from !== null)
      onWarning(
        `The first checkpoint is gone, so "before" is the untrained encoder, not the weights of ${config.from}.`,
      );
    const before = await meter.measure(first?.state ?? null);
    const after = await meter.measure(checkpoint.state);
    const measured = {
      run,
      method: method.name,
      step: checkpoint.step,
      data: name,
      pairs: meter.pairs,
      kinds: meter.kinds,
      before: numbersOf(before),
      after: numbersOf(after),
      heldUpBy: (await kindOf(samples).blame(samples)) ?? method.heldUpBy ?? null,
    };
    const picture = energyPicture({ ...measured, before, after });
    const files = await writeFileSet(home, [
      ["energy.svg", picture],
      ["energy.md", energyText(measured)],
    ]);
    return { ...measured, files };
  } finally {
    await engine.dispose();
    await samples.close();
  }
}

/** The checkpoint of step 0, where it is still kept. */
async function firstState(home: string): Promise<Checkpoint | null> {
  const [last] = (await checkpointPaths(runFolder(home).checkpoints)).slice(-1);
  return last?.endsWith("step-00000000.safetensors") ? readCheckpoint(last) : null;
}

function numbersOf({ compatible, incompatible, gap, standardGap, auroc, overlap }: EnergyGap): EnergyGap {
  return { compatible, incompatible, gap, standardGap, auroc, overlap };
}
