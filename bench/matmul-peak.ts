import { nodeEngine } from "unlabel";
import { input, matmul, sum, type Tensor } from "unlabel/tensor";

export interface Peak {
  /** Side of the square matrices. */
  readonly size: number;
  /** Operations a second, in 10^9. */
  readonly gigaflops: number;
}

/** The products of one run, each of the one before, so that the way in and out of the engine weighs little. */
const products = 4;

/**
 * 10^9 operations a second that this machine's cores give in matrix products of `size`, the best of some runs,
 * through the same engine and threads that train. float32; neither matrix is a constant that could be packed beforehand.
 */
export async function matmulPeak(size: number, threads: number, runs: number): Promise<number> {
  const engine = nodeEngine({ threads });
  try {
    const state = (name: string) => input(name, [size, size], "float32", "state");
    let power: Tensor = state("a");
    for (let i = 0; i < products; i++) power = matmul(power, state("b"));
    // Entries of the order of 1 / sqrt(size) keep the products of the order of 1.
    const entries = () =>
      Float32Array.from({ length: size * size }, () => ((Math.random() - 0.5) * 3.4) / Math.sqrt(size));
    const store = await engine.createStore(
      ["a", "b"].map((name) => ({ name, dtype: "float32" as const, shape: [size, size], data: entries() })),
    );
    const program = await engine.load(
      { outputs: new Map([["sum", sum(power)]]), updates: new Map() },
      { store },
    );
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run <= runs; run++) {
      const started = performance.now();
      await program.run({});
      if (run > 0) best = Math.min(best, performance.now() - started);
    }
    return (products * 2 * size ** 3) / best / 1e6;
  } finally {
    await engine.dispose();
  }
}
