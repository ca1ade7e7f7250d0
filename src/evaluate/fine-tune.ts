import { createLoader, type ImageSource, inOrder } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { DivergenceError } from "../errors.js";
import type { Program } from "../graph/index.js";
import { supervised } from "../methods/index.js";
import { argMaxRows } from "../metrics/index.js";
import { linear, Scope } from "../nn/index.js";
import { adamw } from "../optim/index.js";
import { input } from "../tensor/index.js";
import {
  branch,
  ENCODER,
  type RunConfig,
  schedulesAt,
  standardise,
  stepProgram,
  toUnit,
} from "../train/index.js";
import type { FineTuneOptions } from "./evaluate-options.js";

/** Trains an encoder with a linear classifier end to end; compiled once, for any number of starts. */
export interface FineTuner {
  readonly steps: number;
  /**
   * Trains from `weights` (encoder state by name), or from scratch, and predicts the test samples.
   * @throws DivergenceError when the loss is no longer finite.
   */
  run(job: FineTuneJob): Promise<Int32Array>;
  dispose(): Promise<void>;
}

export interface FineTuneJob {
  readonly train: ImageSource;
  readonly test: ImageSource;
  readonly seed: number;
  /** Encoder state to start from; null starts from the seed's fresh weights. */
  readonly weights: readonly StateEntry[] | null;
  readonly signal?: AbortSignal | undefined;
}

const testBatch = 256;

/**
 * Compiles supervised training for a number of labels: AdamW, cosine with 10 % warm-up, the run's geometric
 * augmentations (crops and flips, no colours). Pretrained and scratch go through this very program.
 */
export async function openFineTuner(
  engine: Engine,
  run: RunConfig,
  encoder: Encoder,
  classes: number,
  labels: number,
  options: FineTuneOptions = {},
): Promise<FineTuner> {
  const batchSize = Math.min(options.batchSize ?? 64, labels);
  const steps = options.steps ?? Math.min(600, Math.max(200, Math.round((20 * labels) / batchSize)));
  const method = { ...supervised(), views: [{ count: 1, strength: "weak" as const }] };
  const config: RunConfig = {
    ...run,
    method: { name: method.name, options: method.options },
    learningRate: options.learningRate ?? 1e-3,
    schedule: "cosine",
    warmupSteps: Math.round(steps / 10),
    gradientClip: null,
    batchSize,
    steps,
    classes,
  };
  const traced = stepProgram({ config, encoder, method, optimizer: adamw({ weightDecay: 1e-4 }) });
  const store = await engine.createStore(traced.variables.initialValues(0));
  const step = await engine.load(traced.train, { store, name: "fine-tune" });
  const predict = await engine.load(predictProgram(config, encoder, classes), { store, name: "predict" });
  return {
    steps,
    async run({ train, test, seed, weights, signal }) {
      await store.write(traced.variables.initialValues(seed));
      if (weights !== null) await store.write(weights.filter(({ name }) => name.startsWith(`${ENCODER}/`)));
      const loader = createLoader({ source: train, batchSize, seed, withLabels: true });
      let done = 0;
      for await (const { images, labels: truth } of loader) {
        signal?.throwIfAborted();
        const feeds = { images, labels: truth!, ...schedulesAt(config, undefined, done) };
        const { loss } = await step.run(feeds, { seed, step: done });
        if (!Number.isFinite(loss![0])) {
          throw new DivergenceError(
            `Fine-tuning gave loss ${loss![0]} at step ${done + 1}; use a lower learning rate than ${config.learningRate}.`,
            { step: done + 1 },
          );
        }
        if (++done >= steps) break;
      }
      const predictions = new Int32Array(test.length);
      const full = new Uint8Array(testBatch * test.shape[0] * test.shape[1] * test.shape[2]);
      let at = 0;
      for await (const { images, indices } of inOrder(test, { batchSize: testBatch })) {
        full.set(images);
        const { logits } = await predict.run({ images: full });
        const rows = (logits as Float32Array).subarray(0, indices.length * classes);
        predictions.set(argMaxRows(rows, classes), at);
        at += indices.length;
      }
      return predictions;
    },
    async dispose() {
      await step.dispose();
      await predict.dispose();
      await store.dispose();
    },
  };
}

/** The classifier in inference mode, under the names that training gave its parameters. */
function predictProgram(config: RunConfig, encoder: Encoder, classes: number): Program {
  const { channels, size } = config.data;
  const images = toUnit(input("images", [testBatch, channels, ...size], "uint8"));
  const { scope, encode } = branch(Scope.root({ training: false }), encoder);
  const logits = linear(scope.child("classifier"), encode(standardise(images, config.standardise)), classes);
  return { outputs: new Map([["logits", logits]]), updates: new Map() };
}
