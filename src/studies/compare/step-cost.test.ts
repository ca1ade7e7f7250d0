import { describe, expect, it } from "vitest";
import { causalLanguageModel, simclr, simcse, supervised } from "../../methods/index.js";
import { relativeCost } from "./step-cost.js";

describe("cost of a step relative to SimCLR", () => {
  it("is 1 for SimCLR, and follows the size of its own head", () => {
    expect(relativeCost(simclr())).toBe(1);
    expect(relativeCost(simclr({ hiddenDim: 2048, outputDim: 2048 }))).toBeGreaterThan(1.05);
  });

  it("is of texts where a method reads them", () => {
    const [once, twice] = [relativeCost(causalLanguageModel()), relativeCost(simcse())];
    expect(once).toBeGreaterThan(0.4);
    expect(once).toBeLessThan(0.7);
    expect(twice).toBeGreaterThan(0.9);
    expect(twice).toBeLessThan(1.1);
  });

  it("is about half for a method with half the views", () => {
    const cost = relativeCost(supervised());
    expect(cost).toBeGreaterThan(0.3);
    expect(cost).toBeLessThan(0.7);
  });
});
