import { createLoader, type DataSource, evenlySpread, subset } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { DivergenceError } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { supervised } from "../methods/index.js";
import { accuracyOf, argMaxRows } from "../metrics/index.js";
import { adamw } from "../optim/index.js";
import type { RunConfig, RunParts } from "../setup/index.js";
import { ENCODER, HEAD, stepProgram } from "../steps/index.js";
import { schedulesAt } from "../train/index.js";
import type { FineTuneOptions } from "./evaluate-options.js";
import type { CurvePoint, FineTuneProtocol } from "./evaluation.js";
import { openInference } from "./inference.js";

/** Trains an encoder with a linear classifier end to end; compiled once, for any number of starts. */
export interface FineTuner {
  /** What is the same for every start. */
  readonly protocol: FineTuneProtocol;
  /** Trains and predicts. @throws DivergenceError when the loss is no longer finite. */
  run(job: FineTuneJob): Promise<FineTuned>;
  dispose(): Promise<void>;
}

export interface FineTuneJob {
  readonly train: DataSource;
  readonly test: DataSource;
  readonly testLabels: Int32Array;
  readonly seed: number;
  /** Encoder state to start from; null starts from the seed's fresh weights, which is training from scratch. */
  readonly weights: readonly StateEntry[] | null;
  /** Also measures accuracy along the way. Default true. */
  readonly curve?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface FineTuned {
  readonly predictions: Int32Array;
  /** Accuracy along the way, on some of the test samples. */
  readonly curve: readonly CurvePoint[];
}

/** Accuracy along the way is measured on so many test samples, evenly spread, or on all where there are fewer. */
export const CURVE_SAMPLES = 1000;

/** Steps after which accuracy is measured: every twentieth of them, and five times within the first one. */
export function curveSteps(steps: number): number[] {
  const shares = [0.2, 0.4, 0.6, 0.8, ...Array.from({ length: 20 }, (_, i) => i + 1)];
  return [...new Set(shares.map((share) => Math.max(1, Math.round((share * steps) / 20))))];
}

/** One view of a sample, moved and cropped as in the run, but not coloured. */
const fineTuneViews = [{ count: 1, strength: "weak" }] as const;

/**
 * Compiles supervised training for a number of labels: AdamW, cosine with 10 % warm-up, the run's geometric
 * augmentations (crops, flips, rotations; no colours). The pretrained encoder and training from scratch differ in the
 * encoder's first weights alone.
 *
 * The classifier starts at zero. Measured with ten labels a class, 200 steps and three draws, on MNIST and on
 * Fashion-MNIST, pretrained with SimCLR and from scratch: from zero 92.7 and 73.2 %, scratch 89.9 and 68.4 %; from small
 * random weights 91.2 and 71.3 %, scratch 90.5 and 68.8 %; from the linear probe of the encoder as it is (Kumar et al.,
 * 2022, https://arxiv.org/abs/2202.10054) 92.9 and 70.2 %, scratch 82.9 % on MNIST. So zero is best or close to it for
 * both, where a probe is a bad start for fresh weights and random weights undo some of what was pretrained. Scratch
 * wants more steps than 200: with 400 it has 90.0 and 72.0 %, and the pretrained encoder 73.3 % on Fashion-MNIST.
 */
export async function openFineTuner(
  engine: Engine,
  run: RunConfig,
  encoder: Encoder,
  classes: number,
  labels: number,
  options: FineTuneOptions = {},
): Promise<FineTuner> {
  const parts = fineTuneParts(run, encoder, classes, labels, options);
  const { config } = parts;
  const views = kindOf(config.data).views(config, parts.method.views);
  const traced = stepProgram(parts);
  const store = await engine.createStore(traced.variables.initialValues(0));
  const step = await engine.load(traced.train, { store, name: "fine-tune" });
  const inference = await openInference(engine, store, config, encoder);

  const start = async ({ seed, weights }: FineTuneJob) => {
    const fresh = traced.variables.initialValues(seed);
    await store.write(fresh.map((entry) => (entry.name.startsWith(`${HEAD}/`) ? zeroed(entry) : entry)));
    if (weights !== null) await store.write(weights.filter(({ name }) => name.startsWith(`${ENCODER}/`)));
  };
  return {
    protocol: { steps: config.steps, batchSize: config.batchSize, learningRate: config.learningRate },
    async run(job) {
      const { train, test, testLabels, seed, signal } = job;
      await start(job);
      const some = evenlySpread(test.length, CURVE_SAMPLES);
      const [fewTests, fewLabels] = [subset(test, some), some.map((i) => testLabels[i]!)];
      const predict = async (source: DataSource) =>
        argMaxRows((await inference.read(source, signal)).vectors, classes);
      const measured = new Set(job.curve === false ? [] : curveSteps(config.steps));
      const curve: CurvePoint[] = [];
      let done = 0;
      for await (const batch of createLoader({
        source: views.source(train),
        batchSize: config.batchSize,
        seed,
        withLabels: true,
      })) {
        signal?.throwIfAborted();
        const feeds = {
          ...views.feeds(batch, "samples"),
          labels: batch.labels!,
          ...schedulesAt(config, undefined, done),
        };
        const { loss } = await step.run(feeds, { seed, step: done });
        refuseDivergence(loss![0] as number, done, config.learningRate);
        done++;
        if (measured.has(done))
          curve.push({ step: done, accuracy: accuracyOf(fewLabels, await predict(fewTests)) });
        if (done >= config.steps) break;
      }
      return { predictions: await predict(test), curve };
    },
    async dispose() {
      await step.dispose();
      await inference.dispose();
      await store.dispose();
    },
  };
}

/** What a step of training end to end is made of. */
export function fineTuneParts(
  run: RunConfig,
  encoder: Encoder,
  classes: number,
  labels: number,
  options: FineTuneOptions = {},
): RunParts {
  return {
    config: fineTuneConfig(run, classes, labels, options, encoder.learningRateScale),
    samples: labels,
    encoder,
    method: { ...supervised(), views: fineTuneViews },
    optimizer: adamw({ weightDecay: 1e-4 }),
  };
}

function zeroed(entry: StateEntry): StateEntry {
  return { ...entry, dtype: "float32", data: new Float32Array(entry.data.length) };
}

function fineTuneConfig(
  run: RunConfig,
  classes: number,
  labels: number,
  { batchSize: asked = labels < 500 ? 32 : 64, steps, learningRate }: FineTuneOptions,
  scale: number,
): RunConfig {
  const batchSize = Math.min(asked, labels);
  const settled = steps ?? Math.min(800, Math.max(400, Math.round((20 * labels) / batchSize)));
  return {
    ...run,
    method: { name: "supervised", options: {} },
    positives: { kind: "augmentation" },
    learningRate: learningRate ?? 3e-3 * scale,
    schedule: "cosine",
    warmupSteps: Math.round(settled / 10),
    gradientClip: 1,
    batchSize,
    accumulate: 1,
    steps: settled,
    classes,
  };
}

function refuseDivergence(loss: number, done: number, learningRate: number): void {
  if (Number.isFinite(loss)) return;
  throw new DivergenceError(
    `Fine-tuning gave loss ${loss} at step ${done + 1}, at a learning rate of ${learningRate} (\`fineTune.learningRate\`): measure without it (\`probes\`).`,
    { step: done + 1, loss },
  );
}
