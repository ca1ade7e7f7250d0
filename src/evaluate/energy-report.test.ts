import { describe, expect, it } from "vitest";
import type { EnergyGap } from "../metrics/index.js";
import { energyPicture, energySentence, energyText } from "./energy-report.js";

const numbers = (gap: number, standardGap: number, auroc: number): EnergyGap => ({
  compatible: -0.9,
  incompatible: -0.9 + gap,
  gap,
  standardGap,
  auroc,
  overlap: 0.5,
});
const untrained = numbers(0.01, 0.7, 0.7);
const facts = {
  run: "runs/a",
  method: "simclr",
  step: 100,
  data: "photos",
  pairs: 50,
  kinds: { compatible: "views of two samples of one class", incompatible: "views of samples of two classes" },
  before: untrained,
  heldUpBy: "Look at the negatives.",
};
const say = (after: EnergyGap, more: Partial<typeof facts> = {}) =>
  energySentence({ ...facts, ...more, after });

describe("what energies say", () => {
  it("names what the pairs are", () => {
    const text = say(numbers(0.8, 3, 0.98));
    expect(text).toContain("compatible pairs (views of two samples of one class) have energy -0.9");
    expect(text).toContain("incompatible ones (views of samples of two classes) -0.1");
    expect(text).toMatch(/the AUROC 70\.0 %\.$/);
    expect(energyText({ ...facts, after: untrained })).toContain("views of two samples of one class");
  });

  it("is collapse where all pairs come to have one energy, whatever order is left among them", () => {
    for (const [gap, deviations, auroc] of [
      [0.00003, 0.38, 0.5],
      [0.000123, 0.6, 0.7],
      [-0.00003, -0.7, 0.3],
    ] as const) {
      const text = say(numbers(gap, deviations, auroc));
      expect(text).toMatch(/That is collapse: all pairs have nearly one energy \(deviation 0\.000\d+,/);
      expect(text).toMatch(/Look at the negatives\.$/);
    }
  });

  it("is no collapse where energies still differ, are those of an untrained encoder, or the wrong way round", () => {
    const open = say(numbers(0.065, 0.17, 0.59));
    expect(open).toMatch(
      /cannot tell the two kinds apart, though pairs still differ .* Look at the negatives\.$/,
    );
    const chance = numbers(0.0001, 0.02, 0.51);
    const first = say(chance, { step: 0, before: chance });
    expect(first).toMatch(/cannot tell the two kinds apart; nothing has been trained yet\.$/);
    const apart = say(numbers(1.9, 1600, 1));
    const inverted = say(numbers(-0.3, -1, 0.2));
    expect(inverted).toMatch(/wrong way round: incompatible pairs have less energy than compatible ones\.$/);
    for (const text of [open, first, inverted, apart]) expect(text).not.toContain("collapse");
  });

  it("says when training did not help", () => {
    expect(say(numbers(0.01, 0.65, 0.68))).toMatch(/did not make pairs easier to tell apart\.$/);
  });

  it("draws both panels over one axis, so that one energy is one bar", () => {
    const sides = (spread: number) => {
      const values = Float32Array.from({ length: 100 }, (_, i) => -1 + (spread * i) / 99);
      return { ...untrained, compatibleEnergies: values, incompatibleEnergies: values };
    };
    const svg = energyPicture({ ...facts, before: sides(1), after: sides(0.001) });
    const [was, is] = [...svg.matchAll(/<path d="M[\d.]+ ([\d.]+)(V[^"]*)Z" fill="none"/g)]
      .map(([, bottom, path]) => [...path!.matchAll(/V([\d.]+)H/g)].filter(([, y]) => y !== bottom).length)
      .filter((_, i) => i % 2 === 0);
    expect(was).toBe(48);
    expect(is).toBe(1);
  });

  it("has a legend that says what the pairs are", () => {
    const energies = (at: number) => Float32Array.from({ length: 30 }, (_, i) => at + i / 100);
    const sides = { compatibleEnergies: energies(-1), incompatibleEnergies: energies(0) };
    const svg = energyPicture({
      ...facts,
      before: { ...untrained, ...sides },
      after: { ...untrained, ...sides },
    });
    expect(svg).toContain("compatible: views of two samples of one class");
    expect(svg).toContain("incompatible: views of samples of two classes");
  });
});
