import { describe, expect, it } from "vitest";
import { vit } from "../encoders/index.js";
import { gradient } from "../grad/index.js";
import type { Tensor } from "../tensor/index.js";
import { iJepa } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

const small = { predictorWidth: 16, predictorDepth: 1 };

describeMethod("i-jepa", {
  method: iJepa({ ...small, momentum: 0.9 }),
  lossFalls: false,
  steps: 80,
  learningRate: 1e-2,
});

describe("i-jepa", () => {
  const encoder = vit({ width: 16, depth: 1, heads: 2 });

  it("charges the square of a distance, or half of that at most", async () => {
    const [smooth, squared] = await Promise.all(
      (["smooth-l1", "squared-error"] as const).map((loss) => {
        const method = iJepa({ ...small, loss });
        return look(method, (context) => ({ loss: method.step(context).loss as Tensor }), {
          encoder,
          shape: [3, 1, 16, 16],
        });
      }),
    );
    // Layer-normalised tokens have numbers of either side of 1.
    expect(smooth!.loss![0]).toBeLessThan(0.5 * squared!.loss![0]!);
    expect(smooth!.loss![0]).toBeGreaterThan(0.25 * squared!.loss![0]!);
  });

  it("learns by what the student sees only: the patches outside the blocks", async () => {
    const [samples, side] = [3, 16];
    const method = iJepa(small);
    const { slope, loss } = await look(
      method,
      (context) => {
        const result = method.step(context).loss as Tensor;
        return { loss: result, slope: gradient(result, [context.x])[0] as Tensor };
      },
      { encoder, shape: [samples, 1, side, side] },
    );
    expect(loss![0]).toBeGreaterThan(0);
    for (let n = 0; n < samples; n++) {
      const seen = new Set<number>();
      slope!.slice(n * side * side, (n + 1) * side * side).forEach((g, at) => {
        if (g !== 0) seen.add(4 * Math.floor(at / side / 4) + Math.floor((at % side) / 4));
      });
      expect(seen.size).toBe(16 - 4 * 2); // four blocks of two of the sixteen patches
    }
  });

  it("adds VICReg's terms to what the prediction costs, unless both weights are 0", async () => {
    const lossOf = (own: object) =>
      look(
        iJepa({ ...small, ...own }),
        (context) => {
          const { loss, metrics } = iJepa({ ...small, ...own }).step(context);
          return { loss: loss as Tensor, prediction: metrics?.prediction as Tensor };
        },
        { encoder, shape: [3, 1, 16, 16] },
      );
    const plain = await lossOf({ varianceWeight: 0, covarianceWeight: 0 });
    expect(plain.loss![0]).toBeCloseTo(plain.prediction![0]!, 6);
    const [variance, covariance] = [
      await lossOf({ varianceWeight: 1, covarianceWeight: 0 }),
      await lossOf({ varianceWeight: 0, covarianceWeight: 1 }),
    ];
    expect(variance.loss![0]! - variance.prediction![0]!).toBeGreaterThan(0.1);
    expect(covariance.loss![0]).toBeGreaterThan(covariance.prediction![0]!);
  });

  it("says by how much the teacher's tokens tell pictures apart: not at all where all are one", async () => {
    const varianceOf = async (x?: number[]) => {
      const method = iJepa(small);
      const { variance } = await look(
        method,
        (context) => ({ variance: method.step(context).metrics?.targetVariance as Tensor }),
        { encoder, shape: [3, 1, 16, 16], ...(x && { x }) },
      );
      return variance![0]!;
    };
    const one = Array.from({ length: 256 }, (_, i) => Math.sin(i));
    expect(await varianceOf([...one, ...one, ...one])).toBeLessThan(1e-6);
    expect(await varianceOf()).toBeGreaterThan(0.01);
  });
});
