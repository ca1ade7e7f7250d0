import { createLoader, evenlySpread, type ImageSource, subset } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import type { Engine, StateEntry } from "../engine/index.js";
import { DivergenceError } from "../errors.js";
import { supervised } from "../methods/index.js";
import { accuracyOf, argMaxRows } from "../metrics/index.js";
import { adamw } from "../optim/index.js";
import { ENCODER, type RunConfig, schedulesAt, stepProgram } from "../train/index.js";
import type { FineTuneOptions } from "./evaluate-options.js";
import type { CurvePoint } from "./evaluation.js";
import { type Inference, openInference } from "./inference.js";
import { fitLinearProbe, foldedProbe } from "./linear-probe.js";

/** Trains an encoder with a linear classifier end to end; compiled once, for any number of starts. */
export interface FineTuner {
  readonly steps: number;
  /** Trains and predicts. @throws DivergenceError when the loss is no longer finite. */
  run(job: FineTuneJob): Promise<FineTuned>;
  dispose(): Promise<void>;
}

export interface FineTuneJob {
  readonly train: ImageSource;
  readonly test: ImageSource;
  readonly testLabels: Int32Array;
  readonly seed: number;
  /** Encoder state to start from; null starts from the seed's fresh weights. */
  readonly weights: readonly StateEntry[] | null;
  readonly signal?: AbortSignal | undefined;
}

export interface FineTuned {
  readonly predictions: Int32Array;
  /** Accuracy along the way, on some of the test samples. */
  readonly curve: readonly CurvePoint[];
}

/** Labelled samples that the classifier's start is fitted to, at most. */
const headSamples = 5000;
/** How often accuracy is measured along the way, and on how many test samples. */
const curvePoints = 5;
const curveSamples = 500;

/**
 * Compiles supervised training for a number of labels: AdamW, cosine with 10 % warm-up, the run's geometric
 * augmentations (crops, flips, rotations; no colours), the same for the pretrained encoder and from scratch. The
 * classifier on a pretrained encoder starts as its linear probe, or the first steps would destroy what the encoder
 * knows (Kumar et al., 2022, https://arxiv.org/abs/2202.10054); from scratch it starts fresh, which measured better
 * there.
 */
export async function openFineTuner(
  engine: Engine,
  run: RunConfig,
  encoder: Encoder,
  classes: number,
  labels: number,
  options: FineTuneOptions = {},
): Promise<FineTuner> {
  const config = fineTuneConfig(run, classes, labels, options, encoder.learningRateScale);
  const method = { ...supervised(), views: [{ count: 1, strength: "weak" as const }] };
  const traced = stepProgram({
    config,
    samples: labels,
    encoder,
    method,
    optimizer: adamw({ weightDecay: 1e-4 }),
  });
  const store = await engine.createStore(traced.variables.initialValues(0));
  const step = await engine.load(traced.train, { store, name: "fine-tune" });
  const inference = await openInference(engine, store, config, encoder);

  const start = async ({ train, seed, weights, signal }: FineTuneJob) => {
    await store.write(traced.variables.initialValues(seed));
    if (weights === null) return;
    await store.write(weights.filter(({ name }) => name.startsWith(`${ENCODER}/`)));
    await store.write(await probeHead(engine, inference, train, classes, signal));
  };
  return {
    steps: config.steps,
    async run(job) {
      const { train, test, testLabels, seed, signal } = job;
      await start(job);
      const some = evenlySpread(test.length, curveSamples);
      const [fewTests, fewLabels] = [subset(test, some), some.map((i) => testLabels[i]!)];
      const predict = async (source: ImageSource) =>
        argMaxRows((await inference.read(source, "logits", signal)).vectors, classes);
      const curve: CurvePoint[] = [];
      let done = 0;
      for await (const batch of createLoader({
        source: train,
        batchSize: config.batchSize,
        seed,
        withLabels: true,
      })) {
        signal?.throwIfAborted();
        const feeds = {
          images: batch.images,
          labels: batch.labels!,
          ...schedulesAt(config, undefined, done),
        };
        const { loss } = await step.run(feeds, { seed, step: done });
        refuseDivergence(loss![0] as number, done, config.learningRate);
        done++;
        if (
          Math.floor((done * curvePoints) / config.steps) >
          Math.floor(((done - 1) * curvePoints) / config.steps)
        ) {
          curve.push({ step: done, accuracy: accuracyOf(fewLabels, await predict(fewTests)) });
        }
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

/** The linear probe of the encoder as it is, as the classifier's first weights. */
async function probeHead(
  engine: Engine,
  inference: Inference,
  train: ImageSource,
  classes: number,
  signal?: AbortSignal,
): Promise<StateEntry[]> {
  const few = subset(train, evenlySpread(train.length, headSamples));
  const truth = await few.labels();
  const features = await inference.read(few, "embedding", signal);
  const { weights, bias } = foldedProbe(
    await fitLinearProbe(engine, { features, labels: truth!.values }, { classes }),
  );
  return [
    {
      name: "head/classifier/weight",
      dtype: "float32",
      shape: [features.dimensions, classes],
      data: weights,
    },
    { name: "head/classifier/bias", dtype: "float32", shape: [classes], data: bias },
  ];
}

function fineTuneConfig(
  run: RunConfig,
  classes: number,
  labels: number,
  { batchSize: asked = labels < 500 ? 32 : 64, steps, learningRate }: FineTuneOptions,
  scale: number,
): RunConfig {
  const batchSize = Math.min(asked, labels);
  const settled = steps ?? Math.min(600, Math.max(200, Math.round((20 * labels) / batchSize)));
  return {
    ...run,
    method: { name: "supervised", options: {} },
    positives: { kind: "augmentation" },
    learningRate: learningRate ?? 3e-3 * scale,
    schedule: "cosine",
    warmupSteps: Math.round(settled / 10),
    gradientClip: 1,
    batchSize,
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
