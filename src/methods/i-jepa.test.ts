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
});
