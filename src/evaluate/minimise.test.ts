import { describe, expect, it } from "vitest";
import { minimise } from "./minimise.js";

describe("minimise", () => {
  it("solves an ill-conditioned quadratic", async () => {
    const scales = [1, 10, 100, 1000];
    const { x } = await minimise(
      async (at, gradient) => {
        scales.forEach((s, i) => {
          gradient[i] = s * (at[i]! - i);
        });
        return scales.reduce((sum, s, i) => sum + (s / 2) * (at[i]! - i) ** 2, 0);
      },
      new Float64Array(4).fill(7),
      { gradientTolerance: 1e-9, valueTolerance: 0 },
    );
    x.forEach((value, i) => {
      expect(value).toBeCloseTo(i, 8);
    });
  });

  it("follows Rosenbrock's valley to (1, 1)", async () => {
    const { x, iterations } = await minimise(
      async (at, gradient) => {
        const [a, b] = [at[0]!, at[1]!];
        gradient[0] = -2 * (1 - a) - 400 * a * (b - a * a);
        gradient[1] = 200 * (b - a * a);
        return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
      },
      Float64Array.of(-1.2, 1),
      { gradientTolerance: 1e-8, valueTolerance: 0 },
    );
    expect(x[0]).toBeCloseTo(1, 6);
    expect(x[1]).toBeCloseTo(1, 6);
    expect(iterations).toBeLessThan(80);
  });

  it("stops at its limits and never ends above its start", async () => {
    let calls = 0;
    const result = await minimise(
      async (at, gradient) => {
        calls++;
        gradient[0] = 2 * at[0]!;
        return at[0]! ** 2;
      },
      Float64Array.of(1e6),
      { maxIterations: 1 },
    );
    expect(result.iterations).toBe(1);
    expect(result.value).toBeLessThan(1e12);
    expect(result.evaluations).toBe(calls);
    const flat = await minimise(async () => 5, Float64Array.of(3));
    expect(flat).toMatchObject({ value: 5, iterations: 0 });
  });
});
