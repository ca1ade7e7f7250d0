import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { featuresOf } from "./features.js";
import { neighbours } from "./neighbours.js";
import { partnerRanks, rankScores } from "./partner-ranks.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

/** Rows of numbers that depend on `seed` only. */
const rows = (count: number, width: number, seed: number) =>
  featuresOf(
    Float32Array.from({ length: count * width }, (_, i) => Math.sin(seed + 7.3 * i + 0.01 * i * i)),
    width,
  );

describe("partnerRanks", () => {
  it("is the place of the partner in a full sort by cosine", async () => {
    const [query, bank] = [rows(9, 5, 1), rows(30, 5, 2)];
    const partners = Array.from({ length: 9 }, (_, i) => (i * 11) % 30);
    const { ranks, nearest } = await partnerRanks(engine, query, bank, partners, 4);
    const cosine = (i: number, j: number) => {
      const [a, b] = [query.vectors.slice(5 * i, 5 * i + 5), bank.vectors.slice(5 * j, 5 * j + 5)];
      return a.reduce((sum, v, k) => sum + v * b[k]!, 0) / Math.hypot(...a) / Math.hypot(...b);
    };
    for (const [i, partner] of partners.entries()) {
      const order = Array.from({ length: 30 }, (_, j) => j).sort((a, b) => cosine(i, b) - cosine(i, a));
      expect(ranks[i]).toBe(order.indexOf(partner) + 1);
      expect([...nearest.indices.subarray(4 * i, 4 * i + 4)]).toEqual(order.slice(0, 4));
    }
    const searched = await neighbours(engine, bank, query, 4);
    expect(nearest.indices).toEqual(searched.indices);
    for (const [i, value] of nearest.similarities.entries())
      expect(value).toBeCloseTo(searched.similarities[i]!, 6);
  });

  it("of a set with itself is 1, whatever the scale", async () => {
    const bank = rows(12, 6, 3);
    const query = featuresOf(
      bank.vectors.map((value) => 5 * value),
      6,
    );
    const { ranks } = await partnerRanks(
      engine,
      query,
      bank,
      Array.from({ length: 12 }, (_, i) => i),
    );
    expect([...ranks]).toEqual(Array(12).fill(1));
  });

  it("of collapsed vectors is that of chance, not the first", async () => {
    const same = featuresOf(new Float32Array(21 * 2).fill(1), 2);
    const { ranks } = await partnerRanks(
      engine,
      same,
      same,
      Array.from({ length: 21 }, (_, i) => i),
    );
    expect([...ranks]).toEqual(Array(21).fill(11));
    expect(rankScores(ranks).recalls).toEqual([
      { k: 1, recall: 0 },
      { k: 5, recall: 0 },
      { k: 10, recall: 0 },
    ]);
  });

  it("refuses what does not fit", async () => {
    const failure = (partners: number[], width = 4) =>
      partnerRanks(engine, rows(2, 4, 1), rows(3, width, 1), partners);
    await expect(failure([0])).rejects.toThrow(/2 queries and 1 partners/);
    await expect(failure([0, 1], 5)).rejects.toThrow(/Expected queries of 5 numbers/);
    await expect(failure([0, 3])).rejects.toThrow(/row 3 of the bank, which has 3 rows/);
  });
});

describe("rankScores", () => {
  it("counts ranks up to k, and takes the middle", () => {
    const { recalls, medianRank } = rankScores(Float64Array.of(7, 1, 3, 40), [1, 3, 10]);
    expect(recalls.map(({ recall }) => recall)).toEqual([0.25, 0.5, 0.75]);
    expect(medianRank).toBe(5);
    expect(rankScores(Float64Array.of(9, 2, 4)).medianRank).toBe(4);
    expect(() => rankScores(new Float64Array())).toThrow(/at least one query/);
  });
});
