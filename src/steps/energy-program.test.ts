import { describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { type Method, simclr, type ViewGroup } from "../methods/index.js";
import { uniform } from "../random/index.js";
import type { RunConfig } from "../setup/index.js";
import { abs, mean, sub, type Tensor } from "../tensor/index.js";
import { energyProgram, incompatibleRow } from "./energy-program.js";

const batchSize = 5;
const side = 8;
const config = {
  data: {
    kind: "pictures",
    ...{ size: [side, side], storeSize: null, channels: 1 },
    standardise: { mean: [0], deviation: [1] },
  },
  augment: [
    { name: "random-resized-crop", options: { scale: [0.3, 1] } },
    { name: "colour-jitter", options: { brightness: 0.8, probability: 1 } },
  ],
} as unknown as RunConfig;

/** Row i is all of one brightness. */
const flat = (values: readonly number[]) =>
  Uint8Array.from({ length: batchSize * side * side }, (_, i) => values[Math.floor(i / side / side)]!);
const own = [10, 60, 110, 160, 210];

async function run(views: ViewGroup, positives?: RunConfig["positives"]) {
  const shapes: string[] = [];
  const difference = ({ x, y }: { readonly x: Tensor; readonly y: Tensor }) => {
    shapes.push(x.shape.join());
    return mean(abs(sub(x, y)), [1, 2, 3]);
  };
  const method: Method = { ...simclr(), views: [views], energy: difference };
  const settled = positives === undefined ? config : { ...config, positives };
  const { program } = energyProgram(settled, convnet({ widths: [4] }), method, batchSize)!;
  const engine = inlineEngine();
  const loaded = await engine.load(program, { store: await engine.createStore(), name: "energy" });
  const partners = positives === undefined ? {} : { partners: flat(own.map((value) => value + 5)) };
  const outputs = await loaded.run({ images: flat(own), ...partners }, { seed: 1, step: 0 });
  await engine.dispose();
  const read = (name: string) => [...(outputs[name] as Float32Array)].map((value) => Math.round(255 * value));
  return { compatible: read("compatible"), incompatible: read("incompatible"), shapes };
}

const distances = (second: number) =>
  own.map((value, row) => Math.abs(value - own[incompatibleRow(row, batchSize)]! - second));

describe("energyProgram", () => {
  it("draws views as strong as the method's own: geometry leaves an even picture as it is, colours do not", async () => {
    const weak = await run({ count: 2, strength: "weak" });
    expect(weak.compatible).toEqual([0, 0, 0, 0, 0]);
    expect(weak.incompatible).toEqual(distances(0));
    expect(Math.max(...(await run({ count: 2 })).compatible)).toBeGreaterThan(5);
  });

  it("draws views as large as the method's own, and a second one for a method of one view", async () => {
    const { shapes } = await run({ count: 4, scale: 0.5, area: [0.25, 0.25] });
    expect(new Set(shapes)).toEqual(new Set(["5,1,4,4"]));
    expect((await run({ count: 1, strength: "none" })).incompatible).toEqual(distances(0));
  });

  it("lets an energy draw the same for compatible and incompatible pairs", async () => {
    const method: Method = {
      ...simclr(),
      views: [{ count: 2 }],
      energy: ({ scope }) => uniform(scope.key("drawn"), [batchSize]),
    };
    const { program } = energyProgram(config, convnet({ widths: [4] }), method, batchSize)!;
    const engine = inlineEngine();
    const loaded = await engine.load(program, { store: await engine.createStore() });
    const { compatible, incompatible } = await loaded.run({ images: flat(own) }, { seed: 1, step: 0 });
    await engine.dispose();
    expect(compatible).toEqual(incompatible);
    expect(new Set(compatible as Float32Array).size).toBe(batchSize);
  });

  it("takes the second picture from the partners where positives are other samples", async () => {
    const paired = await run({ count: 2, strength: "none" }, { kind: "paired", path: "drawings" });
    expect(paired.compatible).toEqual([5, 5, 5, 5, 5]);
    expect(paired.incompatible).toEqual(distances(5));
  });
});
