import { afterAll, expect, it } from "vitest";
import { convnet } from "../../encoders/index.js";
import { inlineEngine } from "../../engine/index.js";
import { type Method, simclr, supervised } from "../../methods/index.js";
import { partsOf } from "../../setup/index.js";
import { stepProgram } from "../../steps/index.js";
import { armConfig } from "../arms/arm-config.js";
import { type PictureShape, sourceOf } from "../arms/picture-set.js";
import { openPretextMeter } from "./pretext-accuracy.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

const shape: PictureShape = [1, 8, 8];
const count = 10;
const images = Uint8Array.from({ length: count * 64 }, (_, i) => (i * i * 31 + (i >> 6) * 57) % 256);
const labels = new Int32Array(count).fill(1);
const source = sourceOf({ images, labels }, shape, { name: "made", classNames: ["zero", "one"] });

/** With fresh weights, but for what is written over. */
async function measured(method: Method, puzzles: number, bias?: readonly number[]) {
  const config = await armConfig(
    { method, encoder: convnet({ widths: [4] }), steps: 2, augment: [] },
    source,
    { batchSize: 4, seed: 0 },
  );
  const parts = partsOf(config, count);
  const fresh = stepProgram(parts).variables.initialValues(0);
  const store = await engine.createStore(
    fresh.map((entry) =>
      bias !== undefined && entry.name === "head/classifier/bias"
        ? { ...entry, data: Float32Array.from(bias) }
        : entry,
    ),
  );
  const meter = await openPretextMeter(engine, store, parts, puzzles);
  const score = await meter.measure(source);
  await meter.dispose();
  await store.dispose();
  return score;
}

it("finds a picture's partner where both views are the same, again and again until puzzles are enough", async () => {
  // 10 pictures give two batches of four a round; of three rounds no more decisions than pictures count.
  expect(await measured(simclr(), 25)).toEqual({ value: 1, of: 10 });
  expect(await measured(simclr(), 10)).toEqual({ value: 1, of: 8 });
});

it("counts the labels that a method's own classifier tells, once a picture", async () => {
  expect(await measured(supervised(), 100, [-1e4, 1e4])).toEqual({ value: 1, of: 8 });
  expect(await measured(supervised(), 100, [1e4, -1e4])).toEqual({ value: 0, of: 8 });
});
