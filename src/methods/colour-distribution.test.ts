import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { randomKey } from "../random/index.js";
import { broadcastTo, constant, input, type Tensor } from "../tensor/index.js";
import { colourBins } from "./colour-bins.js";
import {
  annealedMean,
  drawnColours,
  gumbel,
  hardColours,
  likeliestColour,
  mapOf,
  rowsOf,
  softColours,
} from "./colour-distribution.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

async function values(tensors: Readonly<Record<string, Tensor>>, x: readonly number[] = [], step = 0) {
  const program = await engine.load(
    { outputs: new Map(Object.entries(tensors)), updates: new Map() },
    { store: await engine.createStore() },
  );
  const feeds = x.length === 0 ? {} : { x: Float32Array.from(x) };
  const result = await program.run(feeds, { seed: 3, step });
  await program.dispose();
  return Object.fromEntries(Object.entries(result).map(([name, data]) => [name, Array.from(data, Number)]));
}

const bins = colourBins(10);
const q = bins.centres.length;
const at = (a: number, b: number) => bins.centres.findIndex(([x, y]) => x === a && y === b);

describe("colours as distributions", () => {
  const colours = [
    [3, -2],
    [31, 47],
    [-60, 62],
  ];
  const ab = input("x", [3, 2]);

  it("shares a colour among its nearest five by a Gaussian", async () => {
    const { soft, hard } = await values(
      { soft: softColours(ab, bins), hard: hardColours(ab, bins) },
      colours.flat(),
    );
    colours.forEach(([a = 0, b = 0], i) => {
      const near = bins.centres
        .map(([x, y], k) => ({ k, squared: (x - a) ** 2 + (y - b) ** 2 }))
        .sort((one, other) => one.squared - other.squared)
        .slice(0, 5);
      const total = near.reduce((sum, { squared }) => sum + Math.exp(-squared / 50), 0);
      const expected = new Array<number>(q).fill(0);
      for (const { k, squared } of near) expected[k] = Math.exp(-squared / 50) / total;
      expected.forEach((value, k) => {
        expect(Math.abs(soft![i * q + k]! - value)).toBeLessThan(1e-4);
        expect(hard![i * q + k]).toBe(k === near[0]!.k ? 1 : 0);
      });
    });
  });

  it("goes from the mean to the likeliest colour as the temperature falls", async () => {
    const logits = constant(
      Float32Array.from({ length: q }, () => -100),
      [1, q],
    );
    const two = new Float32Array(q).fill(-100);
    [two[at(60, 40)], two[at(-40, 20)]] = [Math.log(0.6), Math.log(0.4)];
    const x = constant(two, [1, q]);
    const result = await values({
      mean: annealedMean(x, bins, 1),
      sharp: annealedMean(x, bins, 0.38),
      cold: annealedMean(x, bins, 0.01),
      likeliest: likeliestColour(x, bins),
      even: annealedMean(logits, bins, 0.38),
    });
    expect(result.mean![0]).toBeCloseTo(0.6 * 60 - 0.4 * 40, 3);
    expect(result.sharp![0]).toBeGreaterThan(result.mean![0]!);
    expect(result.cold![0]).toBeCloseTo(60, 3);
    expect(result.likeliest).toEqual([60, 40]);
    const all = bins.centres.reduce((sum, [a]) => sum + a, 0) / q;
    expect(result.even![0]).toBeCloseTo(all, 3);
  });

  it("draws each colour as often as it is likely, and one for places that agree", async () => {
    const one = new Float32Array(q).fill(-100);
    [one[at(60, 40)], one[at(-40, 20)]] = [Math.log(0.75), Math.log(0.25)];
    const logits = broadcastTo(constant(one, [1, q]), [400 * 3, q]);
    const { drawn } = await values({ drawn: drawnColours(randomKey("draw"), logits, bins, 400) });
    const red = drawn!.filter((_, i) => i % 2 === 0).map((a) => (a === 60 ? 1 : 0));
    const share = red.reduce<number>((sum, value) => sum + value, 0) / red.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(0.07);
    red.forEach((value, i) => {
      expect(value).toBe(red[i - (i % 3)]);
    });
  });

  it("draws with noise that is finite for every uniform number", async () => {
    const { noise } = await values({ noise: gumbel(input("x", [3])) }, [0, 0.5, 1 - 2 ** -24]);
    const expected = [2 ** -25, 0.5, 1 - 2 ** -24].map((u) => -Math.log(-Math.log(u)));
    noise!.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 4);
    });
  });

  it("turns maps into rows and back", async () => {
    const x = input("x", [2, 3, 2, 2]);
    const numbers = Array.from({ length: 24 }, (_, i) => i);
    const { rows, back } = await values({ rows: rowsOf(x), back: mapOf(rowsOf(x), 2, 2, 2) }, numbers);
    expect(rows!.slice(0, 6)).toEqual([0, 4, 8, 1, 5, 9]);
    expect(back).toEqual(numbers);
  });
});
