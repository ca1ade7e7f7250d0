import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { mul, reshape, sum, type Tensor } from "../tensor/index.js";
import { autoencoder } from "./index.js";
import { look, wavesOf } from "./look.suite.js";
import { nearestCodes, quantise } from "./vector-quantiser.js";

const settings = {
  codes: 3,
  codeDim: 2,
  codebook: "average",
  decay: 0.75,
  restartBelow: 0,
  commitment: 0.5,
} as const;

/** Six vectors of two numbers in two samples, and three codes, of which two are near them. */
const vectors = [0.9, 0, 1.1, 0.2, 0, 1, 0, 2, 1, -0.1, 0.1, 1.2];
const codes = [1, 0, 0, 1, -9, -9];
const nearest = [0, 0, 1, 1, 0, 1];
const counts = [4, 2, 1];
const sums = [4, 0, 0, 2, -9, -9];
const state = { "head/codebook": codes, "head/counts": counts, "head/sums": sums };

function quantised(given: Partial<Parameters<typeof quantise>[2]> = {}) {
  const all = { ...settings, ...given };
  return look(
    autoencoder(),
    ({ scope, x }) => {
      const e = reshape(x, [2, 3, 2]);
      const result = quantise(scope, e, all);
      const [slope] = gradient(sum(mul(result.codes, e)), [x]) as [Tensor];
      const [commitmentSlope] = gradient(result.loss, [e]) as [Tensor];
      return {
        indices: nearestCodes(scope, e, all),
        codes: result.codes,
        loss: result.loss,
        slope,
        commitmentSlope,
        ...result.metrics,
        ...Object.fromEntries(scope.variables.assigned()),
      };
    },
    { shape: [2, 1, 3, 2], x: vectors, training: true, state },
  );
}

describe("quantise", () => {
  it("takes the nearest codes", async () => {
    const read = await quantised();
    expect(read.indices).toEqual(nearest);
    read.codes!.forEach((value, i) => {
      expect(value).toBeCloseTo(codes[2 * nearest[i >> 1]! + (i % 2)]!, 5);
    });
  });

  it("passes gradients straight through, and pulls vectors to their codes", async () => {
    const read = await quantised();
    const taken = vectors.map((_, i) => codes[2 * nearest[i >> 1]! + (i % 2)]!);
    // The gradient of codes · x by x, which e is made of: the codes, and x itself by way of the codes.
    read.slope!.forEach((value, i) => {
      expect(value).toBeCloseTo(taken[i]! + vectors[i]!, 5);
    });
    const squares = vectors.reduce((all, value, i) => all + (value - taken[i]!) ** 2, 0) / 12;
    expect(read.commitment![0]).toBeCloseTo(squares, 5);
    expect(read.loss![0]).toBeCloseTo(0.5 * squares, 5);
    read.commitmentSlope!.forEach((value, i) => {
      expect(value).toBeCloseTo((0.5 * 2 * (vectors[i]! - taken[i]!)) / 12, 5);
    });
  });

  it("moves codes to running means of their vectors, and leaves unused ones", async () => {
    const read = await quantised();
    const next = codes.map((value, i) => {
      const [k, axis] = [i >> 1, i % 2];
      const own = nearest.flatMap((code, m) => (code === k ? [vectors[2 * m + axis]!] : []));
      const count = 0.75 * counts[k]! + 0.25 * own.length;
      const total = 0.75 * sums[i]! + 0.25 * own.reduce((all, v) => all + v, 0);
      expect(read["head/counts"]![k]).toBeCloseTo(count, 5);
      expect(read["head/sums"]![i]).toBeCloseTo(total, 5);
      return k === 2 ? value : total / count;
    });
    read["head/codebook"]!.forEach((value, i) => {
      expect(value).toBeCloseTo(next[i]!, 4);
    });
  });

  it("starts unused codes anew at a vector of the batch, with an even share", async () => {
    const read = await quantised({ restartBelow: 0.5 });
    const fresh = read["head/codebook"]!.slice(4);
    const rows = Array.from({ length: 6 }, (_, m) => vectors.slice(2 * m, 2 * m + 2));
    expect(rows.some((row) => row.every((value, axis) => Math.abs(value - fresh[axis]!) < 1e-6))).toBe(true);
    expect(read["head/counts"]![2]).toBeCloseTo(2, 5);
    expect(read["head/sums"]![4]).toBeCloseTo(2 * fresh[0]!, 5);
  });

  it("counts the codes taken, and how many they would be if all were as frequent", async () => {
    const read = await quantised();
    expect(read.codesUsed![0]).toBe(2);
    expect(read.perplexity![0]).toBeCloseTo(2, 4);
  });

  it("changes no state in inference", async () => {
    const { none } = await look(
      autoencoder(),
      ({ scope, x }) => {
        quantise(scope, reshape(x, [2, 3, 2]), settings);
        expect(scope.variables.assigned().size).toBe(0);
        return { none: x };
      },
      { shape: [2, 1, 3, 2], x: wavesOf(12) },
    );
    expect(none!.length).toBe(12);
  });
});
