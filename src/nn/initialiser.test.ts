import { describe, expect, it } from "vitest";
import {
  fanInUniform,
  glorotUniform,
  heNormal,
  type Initialiser,
  normalInit,
  ones,
  truncatedNormal,
  uniformInit,
  zeros,
} from "./index.js";

function moments(initialise: Initialiser, shape: readonly number[] = [200, 300]) {
  const data = initialise(shape, "layer/weight", 11);
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  const extreme = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mean, deviation, extreme, size: data.length };
}

describe("initialisers", () => {
  it.each<[string, Initialiser, number, number]>([
    ["normal", normalInit(0.3), 0.3, 6 * 0.3],
    // Folding what lies beyond two deviations back in leaves 0.866 of the deviation.
    ["truncated normal", truncatedNormal(0.02), 0.866 * 0.02, 0.04],
    ["uniform", uniformInit(0.6), 0.6 / Math.sqrt(3), 0.6],
    ["He, fan in", heNormal("in"), Math.sqrt(2 / 200), 6 * Math.sqrt(2 / 200)],
    ["He, fan out", heNormal("out"), Math.sqrt(2 / 300), 6 * Math.sqrt(2 / 300)],
    ["Glorot", glorotUniform, Math.sqrt(2 / 500), Math.sqrt(6 / 500)],
    ["PyTorch's uniform", fanInUniform, 1 / Math.sqrt(600), 1 / Math.sqrt(200)],
  ])("%s has the deviation and the bound of its formula", (_, initialise, deviation, bound) => {
    const measured = moments(initialise);
    expect(measured.size).toBe(60_000);
    expect(Math.abs(measured.mean)).toBeLessThan(0.015 * deviation);
    expect(Math.abs(measured.deviation / deviation - 1)).toBeLessThan(0.015);
    expect(measured.extreme).toBeLessThanOrEqual(bound * 1.0001);
    expect(measured.extreme).toBeGreaterThan(deviation);
  });

  it("count a kernel's window among its fans", () => {
    const kernel = [64, 16, 3, 3]; // [out, in, kh, kw]
    expect(moments(heNormal("in"), kernel).deviation).toBeCloseTo(Math.sqrt(2 / (16 * 9)), 2);
    expect(moments(heNormal("out"), kernel).deviation).toBeCloseTo(Math.sqrt(2 / (64 * 9)), 2);
    expect(moments(fanInUniform, kernel).extreme).toBeLessThanOrEqual((1 / Math.sqrt(16 * 9)) * 1.0001);
  });

  it("fill", () => {
    expect([...zeros([2, 2], "a", 1)]).toEqual([0, 0, 0, 0]);
    expect([...ones([3], "a", 1)]).toEqual([1, 1, 1]);
  });

  it("depend on path and seed, and on nothing else", () => {
    const draw = (path: string, seed: number) => normalInit(1)([4, 4], path, seed);
    expect(draw("a", 1)).toEqual(draw("a", 1));
    expect(draw("a", 1)).not.toEqual(draw("b", 1));
    expect(draw("a", 1)).not.toEqual(draw("a", 2));
  });
});
