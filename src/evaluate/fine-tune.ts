import { createLoader, type ImageSource, inOrder, subset } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { DivergenceError } from "../errors.js";
import type { Program } from "../graph/index.js";
import { supervised } from "../methods/index.js";
import { argMaxRows, featuresOf } from "../metrics/index.js";
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
import { spread } from "./evaluation-data.js";
import { fitLinearProbe, foldedProbe } from "./linear-probe.js";

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

/** Samples in one run of the classifier in inference mode. */
const inferenceBatch = 256;
/** Labelled samples that the classifier's start is fitted to, at most. */
const headSamples = 5000;

/**
 * Compiles supervised training for a number of labels: AdamW, cosine with 10 % warm-up, the run's geometric
 * augmentations (crops and flips, no colours). The classifier starts as the linear probe of the encoder as it is, or
 * the first steps would destroy what the encoder knows (Kumar et al., 2022, https://arxiv.org/abs/2202.10054).
 * Pretrained and scratch go through this very procedure.
 */
export async function openFineTuner(
  engine: Engine,
  run: RunConfig,
  encoder: Encoder,
  classes: number,
  labels: number,
  options: FineTuneOptions = {},
): Promise<FineTuner> {
  const config = fineTuneConfig(run, classes, labels, options);
  const method = { ...supervised(), views: [{ count: 1, strength: "weak" as const }] };
  const traced = stepProgram({ config, encoder, method, optimizer: adamw({ weightDecay: 1e-4 }) });
  const store = await engine.createStore(traced.variables.initialValues(0));
  const step = await engine.load(traced.train, { store, name: "fine-tune" });
  const infer = await engine.load(inferenceProgram(config, encoder, classes), { store, name: "classify" });

  /** Rows of an output of the classifier, for every sample. */
  const inferAll = async (source: ImageSource, output: "logits" | "embedding", signal?: AbortSignal) => {
    const full = new Uint8Array(inferenceBatch * source.shape[0] * source.shape[1] * source.shape[2]);
    const parts: Float32Array[] = [];
    for await (const { images, indices } of inOrder(source, { batchSize: inferenceBatch })) {
      signal?.throwIfAborted();
      full.set(images);
      const rows = (await infer.run({ images: full }))[output] as Float32Array;
      parts.push(rows.subarray(0, (rows.length / inferenceBatch) * indices.length));
    }
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    const all = new Float32Array(size);
    for (let at = 0, i = 0; i < parts.length; at += parts[i++]!.length) all.set(parts[i]!, at);
    return featuresOf(all, size / source.length);
  };
  const startHead = async (train: ImageSource, signal?: AbortSignal) => {
    const few = train.length <= headSamples ? train : subset(train, spread(headSamples, train.length));
    const truth = await few.labels();
    const samples = { features: await inferAll(few, "embedding", signal), labels: truth!.values };
    const probe = foldedProbe(await fitLinearProbe(engine, samples, { classes }));
    const width = samples.features.dimensions;
    await store.write([
      { name: "head/classifier/weight", dtype: "float32", shape: [width, classes], data: probe.weights },
      { name: "head/classifier/bias", dtype: "float32", shape: [classes], data: probe.bias },
    ]);
  };
  return {
    steps: config.steps,
    async run({ train, test, seed, weights, signal }) {
      await store.write(traced.variables.initialValues(seed));
      if (weights !== null) await store.write(weights.filter(({ name }) => name.startsWith(`${ENCODER}/`)));
      await startHead(train, signal);
      let done = 0;
      const loader = createLoader({ source: train, batchSize: config.batchSize, seed, withLabels: true });
      for await (const { images, labels: truth } of loader) {
        signal?.throwIfAborted();
        const feeds = { images, labels: truth!, ...schedulesAt(config, undefined, done) };
        const { loss } = await step.run(feeds, { seed, step: done });
        refuseDivergence(loss![0] as number, done, config.learningRate);
        if (++done >= config.steps) break;
      }
      return argMaxRows((await inferAll(test, "logits", signal)).vectors, classes);
    },
    async dispose() {
      await step.dispose();
      await infer.dispose();
      await store.dispose();
    },
  };
}

function fineTuneConfig(
  run: RunConfig,
  classes: number,
  labels: number,
  { batchSize: asked = 64, steps, learningRate = 1e-3 }: FineTuneOptions,
): RunConfig {
  const batchSize = Math.min(asked, labels);
  const settled = steps ?? Math.min(600, Math.max(200, Math.round((20 * labels) / batchSize)));
  return {
    ...run,
    method: { name: "supervised", options: {} },
    learningRate,
    schedule: "cosine",
    warmupSteps: Math.round(settled / 10),
    gradientClip: null,
    batchSize,
    steps: settled,
    classes,
  };
}

function refuseDivergence(loss: number, done: number, learningRate: number): void {
  if (Number.isFinite(loss)) return;
  throw new DivergenceError(
    `Fine-tuning gave loss ${loss} at step ${done + 1}; use a lower learning rate than ${learningRate}.`,
    { step: done + 1, loss },
  );
}

/** Encoder and classifier in inference mode, under the names that training gave their parameters. */
function inferenceProgram(config: RunConfig, encoder: Encoder, classes: number): Program {
  const { channels, size } = config.data;
  const images = toUnit(input("images", [inferenceBatch, channels, ...size], "uint8"));
  const { scope, encode } = branch(Scope.root({ training: false }), encoder);
  const embedding = encode(standardise(images, config.standardise));
  const outputs = new Map([
    ["embedding", embedding],
    ["logits", linear(scope.child("classifier"), embedding, classes)],
  ]);
  return { outputs, updates: new Map() };
}
