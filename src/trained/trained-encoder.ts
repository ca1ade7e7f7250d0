import { availableParallelism } from "node:os";
import type { DataSource } from "../data/index.js";
import { type Engine, nodeEngine, type StateEntry, type Store } from "../engine/index.js";
import { CheckpointError } from "../errors.js";
import { fitState, openRun } from "../runs/index.js";
import type { RunConfig } from "../setup/index.js";
import {
  type ChosenWeights,
  encoderOf,
  methodOf,
  type OwnParts,
  settleWeights,
  standingFor,
  type Weights,
} from "../setup/index.js";
import { EMBEDDING, encodeProgram } from "../steps/index.js";
import { encodeAll } from "./encode-all.js";

/** An encoder with weights, ready to turn samples into vectors. */
export interface TrainedEncoder {
  readonly config: RunConfig;
  /** Steps it was trained for; 0 for one that was not. */
  readonly step: number;
  /** Layers that can be read, in the order data flows: the encoder's, `embedding`, `projection`. */
  readonly layers: readonly string[];
  readonly state: readonly StateEntry[];
  /** Whose weights these are. */
  readonly weights: Weights;
  /** Vectors `[N, width]` of every sample at a layer. Samples must have the shape that the run was trained on. */
  embed(source: DataSource, layer?: string): Promise<{ readonly data: Float32Array; readonly width: number }>;
  dispose(): Promise<void>;
}

export interface OpenEncoderOptions extends OwnParts, ChosenWeights {
  /** Shares an engine; by default the encoder starts its own. */
  readonly engine?: Engine;
  /** Fresh weights from this seed instead of the run's: the untrained baseline. */
  readonly untrained?: number;
  readonly batchSize?: number;
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Opens the encoder of a run folder, or of one checkpoint inside it.
 * @throws CheckpointError when there is no run or no checkpoint that can be read.
 */
export async function openEncoder(run: string, options: OpenEncoderOptions = {}): Promise<TrainedEncoder> {
  const { config, checkpoint } = await openRun(run, options.onWarning);
  return makeEncoder(config, checkpoint.state, checkpoint.step, options);
}

/** An encoder with given state; `openEncoder` for what is not in a run folder. */
export async function makeEncoder(
  config: RunConfig,
  saved: readonly StateEntry[],
  step: number,
  options: OpenEncoderOptions = {},
): Promise<TrainedEncoder> {
  const { untrained, batchSize = 256 } = options;
  const engine = options.engine ?? nodeEngine({ threads: availableParallelism() });
  const [encoder, method] = [encoderOf(config, options), methodOf(config, options)];
  const weights = settleWeights(method, options);
  const everything = encodeProgram(config, encoder, method, batchSize, []);
  const fresh = everything.scope.variables.initialValues(untrained ?? config.seed);
  const state =
    untrained !== undefined || saved.length === 0
      ? fresh
      : fitState(fresh, standingFor(weights, saved), "the encoder in config.json");
  const store: Store = await engine.createStore(state);
  const loaded = new Map<string, { program: Awaited<ReturnType<Engine["load"]>>; width: number }>();
  const at = async (layer: string) => {
    const known = loaded.get(layer);
    if (known !== undefined) return known;
    if (!everything.layers.includes(layer))
      throw new CheckpointError(
        `This encoder has no layer ${layer}; it has ${everything.layers.join(", ")}.`,
        { layer },
      );
    const { program } = encodeProgram(config, encoder, method, batchSize, [layer]);
    const made = {
      program: await engine.load(program, { store, name: `encode ${layer}` }),
      width: program.outputs.get(layer)?.shape[1] ?? 0,
    };
    loaded.set(layer, made);
    return made;
  };
  return {
    config,
    step: untrained === undefined ? step : 0,
    layers: everything.layers,
    state,
    weights,
    async embed(source, layer = EMBEDDING) {
      const { program, width } = await at(layer);
      return { data: await encodeAll(program, source, batchSize, width, layer), width };
    },
    async dispose() {
      for (const { program } of loaded.values()) await program.dispose();
      await store.dispose();
      if (options.engine === undefined) await engine.dispose();
    },
  };
}
