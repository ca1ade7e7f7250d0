import type { ImageSource } from "../../data/index.js";
import { convnet } from "../../encoders/index.js";
import type { Engine } from "../../engine/index.js";
import { fitLinearProbe, probePredictions } from "../../evaluate/index.js";
import { accuracyOf, featuresOf } from "../../metrics/index.js";
import { partsOf, type RunParts } from "../../setup/index.js";
import { stepProgram } from "../../steps/index.js";
import { makeEncoder } from "../../trained/index.js";
import { armConfig } from "../arms/arm-config.js";
import type { Score } from "../arms/estimate.js";
import { firstOf, type PictureSet, type PictureShape, sourceOf } from "../arms/picture-set.js";
import { trainSteps } from "../arms/train-steps.js";
import type { ArmResult } from "./arm-scores.js";
import type { ShortcutArm } from "./lab.js";
import { openPretextMeter } from "./pretext-accuracy.js";
import type { ShortcutOptions } from "./shortcut-options.js";

/** What an arm is run on. */
export interface ArmWorld {
  readonly sets: ReadonlyMap<string, PictureSet>;
  readonly shape: PictureShape;
  readonly classNames: readonly string[];
}

/** What an arm's step is made of, the pictures that it is trained on, and all of its lab by name. */
export async function armParts(
  arm: ShortcutArm,
  { sets: all, shape, classNames }: ArmWorld,
  options: ShortcutOptions,
  seed: number,
): Promise<{
  readonly parts: RunParts;
  readonly training: ImageSource;
  readonly sets: (name: string) => PictureSet;
}> {
  const sets = (name: string): PictureSet => {
    const set = all.get(name);
    if (set === undefined) throw new RangeError(`The lab has no pictures called ${name}.`);
    return set;
  };
  const name = arm.trainedOn ?? arm.probe.fit;
  const training = sourceOf(sets(name), shape, { name, classNames });
  const config = await armConfig({ ...arm, encoder: convnet({ widths: options.widths }) }, training, {
    ...options,
    seed,
  });
  return { parts: partsOf(config, training.length), training, sets };
}

/**
 * Trains one arm, has it solve its own task on held-out pictures, and fits a linear classifier to its frozen embeddings.
 * @yields a line on how far it is
 * @throws DivergenceError where the loss is not finite; the signal's reason when stopped
 */
export async function* runArm(
  engine: Engine,
  arm: ShortcutArm,
  world: ArmWorld,
  options: ShortcutOptions,
  seed: number,
  signal?: AbortSignal,
): AsyncGenerator<string, ArmResult> {
  const started = performance.now();
  const { shape, classNames } = world;
  const { sets, parts, training } = await armParts(arm, world, options, seed);
  const { config } = parts;
  const source = (name: string) => sourceOf(sets(name), shape, { name, classNames });
  const { train, variables } = stepProgram(parts);
  const store = await engine.createStore(variables.initialValues(seed));
  try {
    const loss =
      arm.trainedOn === null
        ? null
        : yield* trainSteps(engine, store, { study: "shortcuts", train, parts, training, signal });
    const scores: Record<string, Score> = {};
    const meter = await openPretextMeter(engine, store, parts, options.samples);
    for (const [score, name] of Object.entries(arm.pretextOn)) {
      yield `its own task on ${name}`;
      scores[score] = await meter.measure(source(name));
    }
    await meter.dispose();
    yield "linear probe";
    const few = firstOf(sets(arm.probe.fit), Math.min(training.length, 2 * options.samples), shape);
    const encoder = await makeEncoder(config, await store.read(), config.steps, { engine });
    const embed = async (pictures: ImageSource) => {
      const { data, width } = await encoder.embed(pictures);
      return featuresOf(data, width);
    };
    const features = await embed(sourceOf(few, shape, { name: arm.probe.fit, classNames }));
    const probe = await fitLinearProbe(
      engine,
      { features, labels: few.labels },
      { classes: classNames.length },
    );
    for (const [score, name] of Object.entries(arm.probe.on)) {
      signal?.throwIfAborted();
      const told = await probePredictions(engine, probe, await embed(source(name)));
      const { labels } = sets(name);
      scores[score] = { value: accuracyOf(told, labels), of: labels.length };
    }
    await encoder.dispose();
    return { name: arm.name, seed, loss, scores, seconds: (performance.now() - started) / 1000 };
  } finally {
    await store.dispose();
  }
}
