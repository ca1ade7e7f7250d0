import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { normal, randomKey } from "../random/index.js";
import { constant, input, matmul, type Tensor, tanh } from "../tensor/index.js";
import { codeSpread, jacobianNorm } from "./index.js";
import { describeLoss, waves } from "./loss.suite.js";

const code = (x: Tensor, w: Tensor) => tanh(matmul(x, w));

describeLoss("jacobianNorm", {
  inputs: [{ rows: waves(3, 4, 0.3) }, { rows: waves(4, 2, 1) }, { rows: waves(3, 2, 2) }],
  loss: (x, w, v) => jacobianNorm(code(x, w), x, [v]),
  // |Jᵀ v|² with J[d][i] = (1 - h²) W[i][d], written out.
  slow(x, w, v) {
    let total = 0;
    x.forEach((row, n) => {
      const slopes = w[0]!.map((_, d) => {
        const a = row.reduce((sum, value, i) => sum + value * w[i]![d]!, 0);
        return 1 - Math.tanh(a) ** 2;
      });
      row.forEach((_, i) => {
        total += slopes.reduce((sum, slope, d) => sum + slope * w[i]![d]! * v[n]![d]!, 0) ** 2;
      });
    });
    return total / x.length;
  },
});

describeLoss("codeSpread", {
  inputs: [{ rows: waves(5, 3, 0.3) }],
  loss: codeSpread,
  // Half the mean squared distance of all pairs, which is the same without a mean.
  slow(h) {
    const pairs = h.flatMap((a) => h.map((b) => a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0)));
    return pairs.reduce((sum, value) => sum + value, 0) / pairs.length / 2;
  },
});

describe("jacobianNorm", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine();
  });
  afterAll(() => engine.dispose());

  const run = async (norm: (h: Tensor, x: Tensor) => Tensor, draws = 1) => {
    const x = input("x", [2, 4]);
    const h = matmul(x, constant(waves(4, 3, 1).flat(), [4, 3]));
    const program = await engine.load(
      { outputs: new Map([["norm", norm(h, x)]]), updates: new Map() },
      { store: await engine.createStore() },
    );
    const values: number[] = [];
    for (let step = 0; step < draws; step++) {
      const { norm: value } = await program.run(
        { x: Float32Array.from(waves(2, 4, 0).flat()) },
        { seed: 1, step },
      );
      values.push(Number(value![0]));
    }
    return values;
  };
  const exact = waves(4, 3, 1)
    .flat()
    .reduce((sum, value) => sum + value ** 2, 0);

  it("is the exact norm where directions are the axes, times their number", async () => {
    const axes = [0, 1, 2].map((axis) =>
      constant(
        [0, 1].flatMap(() => [0, 1, 2].map((d) => (d === axis ? 1 : 0))),
        [2, 3],
      ),
    );
    const [value] = await run((h, x) => jacobianNorm(h, x, axes));
    expect(3 * value!).toBeCloseTo(exact, 4);
  });

  it("is the exact norm on average over random directions", async () => {
    const values = await run(
      (h, x) =>
        jacobianNorm(
          h,
          x,
          Array.from({ length: 10 }, (_, i) => normal(randomKey(`direction${i}`), h.shape)),
        ),
      100,
    );
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean / exact - 1)).toBeLessThan(0.08); // two thousand draws of relative deviation about 1
    expect(new Set(values).size).toBe(100);
  });
});
