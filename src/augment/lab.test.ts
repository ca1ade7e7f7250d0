import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { input, sum, type Tensor } from "../tensor/index.js";
import { abOf, greyOf, labToRgb, lightness, rgbToLab } from "./index.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

/** Colours as pictures of one pixel. */
async function run(colours: readonly (readonly number[])[], trace: (x: Tensor) => Tensor) {
  const channels = colours[0]!.length;
  const y = trace(input("x", [colours.length, channels, 1, 1]));
  const program = await engine.load(
    { outputs: new Map([["y", y]]), updates: new Map() },
    { store: await engine.createStore() },
  );
  const { y: result } = await program.run({ x: Float32Array.from(colours.flat()) });
  await program.dispose();
  const width = y.shape[1] ?? 1;
  return colours.map((_, i) => Array.from(result!.subarray(i * width, (i + 1) * width), Number));
}

function close(values: readonly number[], expected: readonly number[], within: number) {
  expect(values.length).toBe(expected.length);
  values.forEach((value, i) => {
    expect(Math.abs(value - expected[i]!), `${values} is ${expected}`).toBeLessThan(within);
  });
}

/** Published values of sRGB's corners, two greys among them (CIE 1976, D65). */
const known = [
  { rgb: [1, 0, 0], lab: [53.24, 80.09, 67.2] },
  { rgb: [0, 1, 0], lab: [87.73, -86.18, 83.18] },
  { rgb: [0, 0, 1], lab: [32.3, 79.19, -107.86] },
  { rgb: [1, 1, 0], lab: [97.14, -21.55, 94.48] },
  { rgb: [0, 1, 1], lab: [91.11, -48.09, -14.13] },
  { rgb: [1, 0, 1], lab: [60.32, 98.23, -60.82] },
  { rgb: [1, 1, 1], lab: [100, 0, 0] },
  { rgb: [0, 0, 0], lab: [0, 0, 0] },
  { rgb: [0.5, 0.5, 0.5], lab: [53.39, 0, 0] },
  { rgb: [0.02, 0.02, 0.02], lab: [1.4, 0, 0] },
];

describe("Lab", () => {
  it("has the published values of known colours", async () => {
    const labs = await run(
      known.map(({ rgb }) => rgb),
      rgbToLab,
    );
    labs.forEach((lab, i) => {
      close(lab, known[i]!.lab, 0.02);
    });
    const ls = await run(
      known.map(({ rgb }) => rgb),
      lightness,
    );
    ls.forEach((l, i) => {
      close(l, known[i]!.lab.slice(0, 1), 0.02);
    });
    known.forEach(({ rgb: [r = 0, g = 0, b = 0], lab }) => {
      close(abOf([r, g, b]), lab.slice(1), 0.02);
    });
  });

  it("comes back to sRGB", async () => {
    const colours = Array.from({ length: 64 }, (_, i) => [i % 4, Math.floor(i / 4) % 4, Math.floor(i / 16)]);
    const rgb = colours.map((colour) => colour.map((value) => value / 3));
    const back = await run(rgb, (x) => labToRgb(rgbToLab(x)));
    back.forEach((colour, i) => {
      close(colour, rgb[i]!, 1e-4);
    });
  });

  it("gives the grey of a lightness that lightness", async () => {
    const greys = await run([[0], [5], [53.39], [100]], greyOf);
    close(greys[2]!, [0.5], 1e-3);
    const back = await run(
      greys.map(([g = 0]) => [g, g, g]),
      lightness,
    );
    close(back.flat(), [0, 5, 53.39, 100], 0.01);
  });

  it("has finite slopes at black and outside what a screen shows", async () => {
    const slopes = (trace: (x: Tensor) => Tensor) => (x: Tensor) => gradient(sum(trace(x)), [x])[0] as Tensor;
    const there = await run(
      [
        [0, 0, 0],
        [1, 0, 1],
      ],
      slopes(rgbToLab),
    );
    const here = await run(
      [
        [0, 0, 0],
        [50, 120, -120],
      ],
      slopes(labToRgb),
    );
    expect([...there, ...here].flat().every(Number.isFinite)).toBe(true);
  });
});
