import { afterAll, expect, it } from "vitest";
import { mlp } from "../../encoders/index.js";
import { inlineEngine } from "../../engine/index.js";
import { picturesDataOf } from "../../kinds/index.js";
import { autoencoder, type Method, supervised, vae } from "../../methods/index.js";
import { partsOf } from "../../setup/index.js";
import { stepProgram } from "../../steps/index.js";
import { makeEncoder } from "../../trained/index.js";
import { armConfig } from "../arms/arm-config.js";
import { type PictureShape, sourceOf } from "../arms/picture-set.js";
import { openCodeMeter } from "./code-meter.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

const shape: PictureShape = [1, 4, 4];
const images = Uint8Array.from({ length: 7 * 16 }, (_, i) => (i * i * 31 + (i >> 4) * 57) % 256);
const set = { images, labels: Int32Array.of(0, 1, 1, 0, 1, 0, 0) };
const source = sourceOf(set, shape, { name: "made", classNames: ["zero", "one"] });

/** With fresh weights, but for a classifier's bias. */
async function read(method: Method, together: number, bias?: readonly number[]) {
  const encoder = mlp({ widths: [6, 3] });
  const config = await armConfig({ method, encoder, steps: 2 }, source, { batchSize: 4, seed: 0 });
  const parts = partsOf(config, source.length);
  const fresh = stepProgram(parts).variables.initialValues(0);
  const store = await engine.createStore(
    fresh.map((entry) =>
      bias !== undefined && entry.name === "head/classifier/bias"
        ? { ...entry, data: Float32Array.from(bias) }
        : entry,
    ),
  );
  const meter = await openCodeMeter(engine, store, parts, shape, together);
  const reading = await meter.read(set);
  await meter.dispose();
  const state = await store.read();
  await store.dispose();
  return { reading, config, state };
}

it("reads the same of every picture, however many are read together", async () => {
  const [few, all] = [await read(autoencoder(), 3), await read(autoencoder(), 7)];
  expect(few.reading.embedding.vectors).toHaveLength(7 * 3);
  for (const name of ["energies", "errors"] as const)
    few.reading[name]!.forEach((value, i) => {
      expect(value).toBeCloseTo(all.reading[name]![i]!, 5);
    });
  expect(few.reading.code).toBeNull();
  const encoder = await makeEncoder(all.config, all.state, 0, { engine });
  const { data } = await encoder.embed(source);
  await encoder.dispose();
  data.forEach((value, i) => {
    expect(few.reading.embedding.vectors[i]).toBeCloseTo(value, 5);
  });
});

it("reads errors in 0..1, energies in the method's own unit", async () => {
  const { reading, config } = await read(autoencoder(), 7);
  const deviation = picturesDataOf(config.data, "A test").standardise.deviation[0]!;
  // Fresh decoders make nothing that is clipped, so both are one error in two units.
  reading.errors!.forEach((error, i) => {
    expect(error).toBeCloseTo(reading.energies![i]! * deviation ** 2, 6);
  });
  expect(reading.facts).toEqual({});
});

it("reads a VAE's code and its divergence, and what a classifier tells of labels", async () => {
  const { reading } = await read(vae({ latentDim: 2 }), 3);
  expect(reading.code!.dimensions).toBe(2);
  expect(Object.keys(reading.facts).sort()).toEqual(["kl", "negativeElbo", "reconstruction"]);
  expect(reading.facts.kl! + reading.facts.reconstruction!).toBeCloseTo(reading.facts.negativeElbo!, 3);
  const told = (await read(supervised(), 3, [1e4, -1e4])).reading;
  // Of two whole batches of three: the last picture stands in none.
  expect(told.facts.accuracy).toBeCloseTo(3 / 6, 6);
  expect(told.errors).toBeNull();
  expect(told.energies).toBeNull();
});
