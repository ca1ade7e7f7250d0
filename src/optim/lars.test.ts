import { describe, expect, it } from "vitest";
import { lars } from "./index.js";
import { gradients, trajectory } from "./optimizer.suite.js";

describe("lars", () => {
  it("follows the layer-wise rule", async () => {
    const { values } = await trajectory(lars({ momentum: 0.9, weightDecay: 0.1, trustCoefficient: 0.02 }), {
      start: 0.7,
      gradients,
      learningRate: 0.5,
    });
    let p = [0.7, 0.7];
    let velocity = [0, 0];
    gradients.forEach((gradient, step) => {
      const d = gradient.map((g, i) => g + 0.1 * p[i]!);
      const ratio = (0.02 * Math.hypot(...p)) / Math.hypot(...d);
      velocity = velocity.map((v, i) => 0.9 * v + ratio * d[i]!);
      p = p.map((value, i) => value - 0.5 * velocity[i]!);
      p.forEach((expected, i) => {
        expect(values[step]?.[i]).toBeCloseTo(expected, 6);
      });
    });
  });

  it("does not care how large the gradient is, for weights", async () => {
    const step = async (scale: number, role: "weight" | "norm") =>
      (
        await trajectory(lars(), {
          start: 1,
          gradients: [[0.6 * scale, -0.8 * scale]],
          learningRate: 1,
          role,
        })
      ).values[0]!;
    const [one, many] = [await step(1, "weight"), await step(1000, "weight")];
    one.forEach((value, i) => {
      expect(value).toBeCloseTo(many[i]!, 6);
    });
    expect(one[0]).toBeCloseTo(1 - 0.6 * 0.001 * Math.SQRT2, 6);
    // Norms and biases take plain momentum steps.
    expect((await step(1, "norm"))[0]).toBeCloseTo(0.4, 6);
  });

  it("takes the plain step where weights or gradients are zero", async () => {
    const fromZero = await trajectory(lars(), { start: 0, gradients: [[0.5]], learningRate: 1 });
    expect(fromZero.values[0]?.[0]).toBeCloseTo(-0.5, 6);
    const still = await trajectory(lars(), { start: 2, gradients: [[0]], learningRate: 1 });
    expect(still.values[0]?.[0]).toBe(2);
  });
});
