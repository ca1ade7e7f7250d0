import { describe, expect, it } from "vitest";
import { adamw } from "./index.js";
import { gradients, trajectory } from "./optimizer.suite.js";

/** Algorithm 2 of the paper, one number at a time. */
function slow(
  start: number,
  element: number,
  rates: readonly number[],
  beta1: number,
  beta2: number,
  decay: number,
): number[] {
  let p = start;
  let m = 0;
  let v = 0;
  return gradients.map((gradient, i) => {
    const [g, rate] = [gradient[element]!, rates[i]!];
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const [mean, square] = [m / (1 - beta1 ** (i + 1)), v / (1 - beta2 ** (i + 1))];
    p = p * (1 - rate * decay) - (rate * mean) / (Math.sqrt(square) + 1e-3);
    return p;
  });
}

describe("adamw", () => {
  it.each([
    { beta1: 0.9, beta2: 0.95, weightDecay: 0 },
    { beta1: 0.9, beta2: 0.999, weightDecay: 0.2 },
    { beta1: 0, beta2: 0, weightDecay: 0.2 },
  ])("follows the paper with %o", async (options) => {
    const learningRate = [0.1, 0.05, 0.2];
    const { values } = await trajectory(adamw({ ...options, epsilon: 1e-3 }), {
      start: 0.7,
      gradients,
      learningRate,
    });
    for (const element of [0, 1]) {
      slow(0.7, element, learningRate, options.beta1, options.beta2, options.weightDecay).forEach(
        (expected, i) => {
          expect(Math.abs(values[i]![element]! - expected)).toBeLessThan(2e-5);
        },
      );
    }
  });

  it("lets weight decay rise along half a cosine, as the methods that want it do", async () => {
    const rate = 0.1;
    const options = { weightDecay: 0.04, weightDecayEnd: 0.4 };
    const still = gradients.map((row) => row.map(() => 0));
    const { values } = await trajectory(adamw(options), { start: 1, gradients: still, learningRate: rate });
    let p = 1;
    for (const [i, [value]] of values.entries()) {
      // As in DINO's code: end + (start - end) (1 + cos(π i / n)) / 2
      p *= 1 - rate * (0.4 + ((0.04 - 0.4) * (1 + Math.cos((Math.PI * i) / values.length))) / 2);
      expect(value).toBeCloseTo(p, 6);
    }
    expect(p).toBeLessThan((1 - rate * 0.04) ** values.length - 0.02);
    const biases = { start: 1, gradients: still, learningRate: rate, role: "bias" as const };
    expect((await trajectory(adamw(options), biases)).values.at(-1)![0]).toBe(1);
  });

  it("first moves by the learning rate, whatever the gradient's size", async () => {
    const { values } = await trajectory(adamw({ weightDecay: 0 }), {
      start: 0,
      gradients: [[1e-4, -1, 1e4]],
      learningRate: 0.1,
    });
    [-0.1, 0.1, -0.1].forEach((expected, i) => {
      expect(Math.abs(values[0]![i]! - expected)).toBeLessThan(2e-5);
    });
  });

  it("stays where the gradient is and was zero, and decays weights only", async () => {
    const ending = async (role: "weight" | "bias") =>
      (
        await trajectory(adamw({ weightDecay: 0.5 }), {
          start: 1,
          gradients: [[0], [0]],
          learningRate: 0.2,
          role,
        })
      ).values[1]?.[0];
    expect(await ending("weight")).toBeCloseTo(0.81, 6);
    expect(await ending("bias")).toBe(1);
  });
});
