import type { ImageSource } from "../../data/index.js";
import { mlp } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { linearProbe } from "../../evaluate/index.js";
import { accuracyOf, auroc, type Features, featuresOf, knnClassify } from "../../metrics/index.js";
import { partsOf, type RunParts } from "../../setup/index.js";
import { stepProgram } from "../../steps/index.js";
import { armConfig } from "../arms/arm-config.js";
import { type PictureSet, pictureSize, sourceOf } from "../arms/picture-set.js";
import { trainSteps } from "../arms/train-steps.js";
import { type CodeArm, pixelsName } from "./code-arms.js";
import { type CodeReading, openCodeMeter } from "./code-meter.js";
import type { CodeOptions } from "./code-options.js";
import type { CodeResult } from "./code-result.js";
import type { CodeWorld } from "./code-world.js";

/** Pictures that are read together. */
const readTogether = 250;

/** What an arm's step is made of, and the pictures that it is trained on. */
export async function codeParts(
  { name, method, width, augment }: CodeArm,
  { training: all, few, shape, classNames }: CodeWorld,
  { steps, batchSize, widths }: CodeOptions,
  seed: number,
): Promise<{ readonly parts: RunParts; readonly training: ImageSource }> {
  const encoder = mlp({ widths: [...widths, width] });
  const training = sourceOf(method.labels ? few : all, shape, { name, classNames });
  const config = await armConfig(
    { method, encoder, steps, ...(augment === undefined ? {} : { augment }) },
    training,
    { batchSize, seed },
  );
  return { parts: partsOf(config, training.length), training };
}

/**
 * Trains one arm, and judges its embedding, its code and its energies on held-out pictures.
 * @yields a line on how far it is
 * @throws DivergenceError where the loss is not finite; the signal's reason when stopped
 */
export async function* runCodeArm(
  engine: Engine,
  arm: CodeArm,
  world: CodeWorld,
  options: CodeOptions,
  seed: number,
  signal?: AbortSignal,
): AsyncGenerator<string, CodeResult> {
  const started = performance.now();
  const { shape, test, fit } = world;
  const { method, measured = method, isTrained } = arm;
  const { parts, training } = await codeParts(arm, world, options, seed);
  const { train, variables } = stepProgram(parts);
  const store = await engine.createStore(variables.initialValues(seed));
  try {
    const loss = isTrained
      ? yield* trainSteps(engine, store, { study: "codes", train, parts, training, signal })
      : null;
    yield "codes and energies";
    const together = Math.min(readTogether, test.labels.length);
    const meter = await openCodeMeter(engine, store, { ...parts, method: measured }, shape, together);
    const read = await meter.read(test);
    const known = await meter.read(fit);
    const found: Record<string, number> = {};
    if (isTrained && read.energies !== null)
      for (const [kind, pictures] of world.corrupted)
        found[kind] = auroc(read.energies, (await meter.read(pictures)).energies ?? []);
    await meter.dispose();
    yield "kNN and linear probes";
    signal?.throwIfAborted();
    const judged = await judge(engine, world, known.embedding, read.embedding);
    const isApart = read.code !== null && known.code !== null;
    signal?.throwIfAborted();
    return {
      ...{ name: arm.name, seed, loss, error: isTrained ? errorOf(read, world) : null, ...judged },
      codeProbe: isApart ? await probeOf(engine, world, known.code, read.code) : null,
      ...{ of: test.labels.length, auroc: found, facts: isTrained ? read.facts : {} },
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await store.dispose();
  }
}

/** Judges pixels as they are: the copy of the input, and the distance from the mean picture as its energy. */
export async function judgePixels(engine: Engine, world: CodeWorld, seed: number): Promise<CodeResult> {
  const started = performance.now();
  const { test, fit, shape, distanceAuroc } = world;
  const features = ({ images }: PictureSet) =>
    featuresOf(
      Float32Array.from(images, (byte) => byte / 255),
      pictureSize(shape),
    );
  const judged = await judge(engine, world, features(fit), features(test));
  return {
    ...{ name: pixelsName, seed, loss: null, error: 0, ...judged, codeProbe: null, of: test.labels.length },
    ...{ auroc: { ...distanceAuroc }, facts: {}, seconds: (performance.now() - started) / 1000 },
  };
}

async function judge(engine: Engine, world: CodeWorld, known: Features, read: Features) {
  const classes = world.classNames.length;
  const bank = { features: known, labels: world.fit.labels };
  const { predictions } = await knnClassify(engine, bank, read, { classes });
  return {
    knn: accuracyOf(world.test.labels, predictions),
    probe: await probeOf(engine, world, known, read),
  };
}

async function probeOf(
  engine: Engine,
  { fit, test, classNames }: CodeWorld,
  known: Features,
  read: Features,
) {
  const { predictions } = await linearProbe(
    engine,
    { features: known, labels: fit.labels },
    { features: read, labels: test.labels },
    { classes: classNames.length },
  );
  return accuracyOf(test.labels, predictions);
}

function errorOf({ errors }: CodeReading, { spread }: CodeWorld): number | null {
  return errors === null ? null : errors.reduce((sum, error) => sum + error / errors.length, 0) / spread;
}
