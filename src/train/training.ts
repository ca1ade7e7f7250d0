import type { DataSource, Partners } from "../data/index.js";
import { createLoader, type LoaderPosition, labelled } from "../data/index.js";
import {
  type Engine,
  type LaterProgram,
  loadLater,
  nodeEngine,
  type StateEntry,
  type Store,
} from "../engine/index.js";
import { DataError } from "../errors.js";
import { kindOf, type ViewArrays } from "../kinds/index.js";
import type { Variables } from "../nn/index.js";
import { fitState } from "../runs/index.js";
import {
  divide,
  partnersFor,
  refuseOtherClasses,
  refuseUnlabelledHoldout,
  refuseUselessClasses,
  type Samples,
} from "../samples/index.js";
import type { RunConfig, RunParts } from "../setup/index.js";
import { feedsLabels, methodOf, type OwnParts, partsOf, readsLabels } from "../setup/index.js";
import type { TracedStep } from "../steps/index.js";
import { encodeProgram, surpriseProgram } from "../steps/index.js";
import { type LoadedStep, loadStep } from "./load-step.js";
import { transplant } from "./transplant.js";
import { traceFitting } from "./weigh-step.js";

/** A run made ready: compiled programs, state in the engine, data divided. */
export interface Training {
  readonly parts: RunParts;
  readonly samples: Samples;
  /** Who the other view of a training sample comes from, where it is not the sample itself. */
  readonly partners?: Partners<ViewArrays> | undefined;
  readonly engine: Engine;
  readonly store: Store;
  readonly variables: Variables;
  readonly step: LoadedStep;
  /** This and the next are compiled when they are first run: not every run comes to them. */
  readonly monitor: LaterProgram;
  readonly encode: LaterProgram;
  /** Judges samples that are held out, where the method can. */
  readonly surprise: LaterProgram | undefined;
  /** Width of the embedding. */
  readonly dimensions: number;
  readonly parameters: number;
  /** Frees the engine and the data. */
  dispose(): Promise<void>;
}

/**
 * Compiles a run's programs and fills the store: with a checkpoint's state, or with fresh parameters. The data are its
 * own from here on: they are closed with it, and when it fails.
 * @throws CheckpointError when the checkpoint belongs to another model.
 */
export async function prepareTraining(
  config: RunConfig,
  source: DataSource,
  restored?: readonly StateEntry[],
  profile?: string,
  own: OwnParts = {},
  onTraced?: (traced: TracedStep) => void,
): Promise<Training> {
  let engine: Engine | undefined;
  const dispose = async () => {
    await engine?.dispose();
    await source.close();
  };
  try {
    const method = methodOf(config, own);
    const labels = readsLabels(config, method);
    await refuseUselessClasses(source, { config, method });
    const samples = await divide(labels ? await labelled(source) : source, config);
    refuseSmallData(config, samples.training.length);
    const parts = partsOf(config, samples.training.length, own);
    const partners = await partnersFor(
      config,
      samples.training,
      kindOf(config.data).views(config, parts.method.views),
    );
    // Where a loss is measured of them, labels are not all that they are held out for.
    if (method.surprise === undefined || samples.holdout?.hasLabels) await refuseUnlabelledHoldout(samples);
    await refuseOtherClasses(samples, parts);
    await kindOf(config.data).refuse(parts.method, samples.training);
    const traced = traceFitting(parts);
    onTraced?.(traced);
    const encoder = encodeProgram(
      config,
      parts.encoder,
      parts.method,
      config.batchSize,
      undefined,
      parts.method.evaluated,
    );
    engine = nodeEngine({ threads: config.threads });
    const store = await engine.createStore(firstState(config, traced.variables, restored));
    if (restored === undefined && config.from !== null)
      await store.write(await transplant(config.from, config, traced.variables));
    const step = await loadStep(engine, store, traced, profile);
    const monitor = loadLater(engine, traced.monitor, { store, name: "monitor" });
    const encode = loadLater(engine, encoder.program, { store, name: "encode" });
    const judging = surpriseProgram(config, parts.encoder, parts.method, config.batchSize);
    const surprise =
      judging === null ? undefined : loadLater(engine, judging.program, { store, name: "surprise" });
    const dimensions = encoder.program.outputs.get("embedding")?.shape[1] ?? 0;
    const parameters = traced.variables
      .parameters()
      .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return {
      parts,
      samples,
      partners,
      engine,
      store,
      variables: traced.variables,
      step,
      monitor,
      encode,
      surprise,
      dimensions,
      parameters,
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** What a person should be told of a run's data: of its labels, too, where the run reads them. */
export async function notesOf({
  parts: { config, method },
  samples: { source, holdout },
}: Pick<Training, "parts" | "samples">): Promise<readonly string[]> {
  const reads = readsLabels(config, method) || holdout?.hasLabels === true;
  return [...source.notes, ...((reads ? await source.labels() : null)?.notes ?? [])];
}

/** New runs settle this by themselves; a configuration that was edited may ask for anything. */
function refuseSmallData({ data, batchSize, accumulate }: RunConfig, samples: number): void {
  const size = accumulate * batchSize;
  if (size <= samples) return;
  throw new DataError(
    `${data.path} has ${samples} samples to train on, fewer than the ${accumulate === 1 ? "batch" : "step"} of ${size} that the run's config.json asks for: put back the one that the run was made with.`,
    { samples, batchSize, accumulate },
  );
}

/** What steps take, from a position on, in the order that the seed gives: a batch, or all whose gradients are added up. */
export function batches(
  { parts: { config, method }, samples, partners }: Pick<Training, "parts" | "samples" | "partners">,
  position: LoaderPosition,
) {
  return createLoader({
    source: kindOf(config.data).views(config, method.views).source(samples.training),
    batchSize: config.accumulate * config.batchSize,
    seed: config.seed,
    position,
    withLabels: feedsLabels(config, method),
    partners,
    prefetch: Math.ceil(4 / config.accumulate),
  });
}

function firstState(
  config: RunConfig,
  variables: Variables,
  restored: readonly StateEntry[] | undefined,
): StateEntry[] {
  const fresh = variables.initialValues(config.seed);
  return restored === undefined ? fresh : fitState(fresh, restored, "this run");
}
