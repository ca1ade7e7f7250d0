import { afterAll, describe, expect, it } from "vitest";
import { permutation } from "../data/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { fillDraw } from "../random/index.js";
import { cosineSearch } from "./cosine-search.js";
import { type Features, featuresOf } from "./features.js";
import { knnClassify, usualK } from "./knn.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

function normalFeatures(stream: string, rows: number, width: number): Features {
  const vectors = new Float32Array(rows * width);
  fillDraw("normal", stream, { seed: 1, step: 0 }, vectors, width);
  return featuresOf(vectors, width);
}

/** Sorts all similarities of each query, in double precision. */
function slowKnn(
  bank: Features,
  labels: Int32Array,
  query: Features,
  k: number,
  temperature: number,
  classes: number,
) {
  const row = (f: Features, i: number) =>
    Array.from(f.vectors.slice(i * f.dimensions, (i + 1) * f.dimensions));
  const length = (v: number[]) => Math.sqrt(v.reduce((a, b) => a + b * b, 0));
  return Array.from({ length: query.vectors.length / query.dimensions }, (_, q) => {
    const a = row(query, q);
    const similarities = Array.from(labels, (label, i) => {
      const b = row(bank, i);
      return { i, label, s: a.reduce((sum, v, c) => sum + v * b[c]!, 0) / (length(a) * length(b)) };
    });
    similarities.sort((x, y) => y.s - x.s || x.i - y.i);
    const votes = new Array<number>(classes).fill(0);
    for (const { label, s } of similarities.slice(0, k)) votes[label]! += Math.exp(s / temperature);
    return { votes, nearest: similarities.slice(0, k).map(({ i }) => i) };
  });
}

const ranking = (votes: Float32Array, classes: number, row: number) =>
  Array.from({ length: classes }, (_, c) => c).sort(
    (a, b) => votes[row * classes + b]! - votes[row * classes + a]! || a - b,
  );

describe("weighted kNN", () => {
  const corners = featuresOf(Float32Array.of(1, 1, 1, -1, 1, 1, -1, -1, 1, -1, -1, -1), 3);
  const query = featuresOf(Float32Array.of(1, 1, 1, -1, 1.1, -1), 3);

  it("ranks the corners of a cube as published for four classes", async () => {
    const labels = Int32Array.of(0, 1, 2, 3);
    const { votes, predictions } = await knnClassify(engine, { features: corners, labels }, query, {
      k: 4,
      temperature: 0.1,
    });
    expect([0, 1].map((row) => ranking(votes, 4, row))).toEqual([
      [0, 1, 2, 3],
      [1, 3, 0, 2],
    ]);
    expect(Array.from(predictions)).toEqual([0, 1]);
  });

  it("ranks classes nobody voted for last", async () => {
    const bank = { features: corners, labels: Int32Array.of(0, 1, 0, 1) };
    const { votes } = await knnClassify(engine, bank, query, { k: 2, temperature: 0.1, classes: 4 });
    expect([0, 1].map((row) => ranking(votes, 4, row))).toEqual([
      [0, 1, 2, 3],
      [1, 0, 2, 3],
    ]);
    expect(votes[2]).toBe(0);
  });

  it("agrees with sorting everything, over several chunks and tiles", async () => {
    const bank = normalFeatures("bank", 8192 + 300, 5);
    const few = normalFeatures("query", 515, 5);
    const labels = permutation(8492, [3]).map((i) => i % 7);
    const { votes, nearest } = await knnClassify(engine, { features: bank, labels }, few, {
      k: 9,
      temperature: 0.07,
    });
    for (const row of [0, 17, 511, 512, 514]) {
      const query = featuresOf(few.vectors.slice(row * 5, row * 5 + 5), 5);
      const [slow] = slowKnn(bank, labels, query, 9, 0.07, 7);
      expect(Array.from(nearest.indices.subarray(row * 9, row * 9 + 9))).toEqual(slow!.nearest);
      const total = slow!.votes.reduce((a, b) => a + b);
      slow!.votes.forEach((vote, c) => {
        expect(votes[row * 7 + c]).toBeCloseTo(vote / total, 4);
      });
    }
  });

  it("takes the lower row among equals, also across chunks, and the lower class among equal votes", async () => {
    const vectors = new Float32Array((8192 + 8) * 2).fill(0);
    for (const row of [5, 8190, 8193, 8199]) vectors[row * 2] = row + 1;
    const search = await cosineSearch(engine, featuresOf(vectors, 2), 3);
    const found = await search.search(featuresOf(Float32Array.of(2, 0), 2));
    await search.dispose();
    expect(Array.from(found.indices)).toEqual([5, 8190, 8193]);
    const tied = { features: featuresOf(Float32Array.of(1, 0, 1, 0), 2), labels: Int32Array.of(3, 1) };
    const { predictions } = await knnClassify(engine, tied, featuresOf(Float32Array.of(1, 0), 2), { k: 2 });
    expect(Array.from(predictions)).toEqual([1]);
  });

  it("holds a bank once, whatever its size: the engine has a chunk of it and the rest of the last", async () => {
    const held = new Map<string, number>();
    const counting: Engine = {
      ...engine,
      load: engine.load.bind(engine),
      async createStore(entries) {
        const store = await engine.createStore(entries);
        const write = store.write.bind(store);
        return Object.assign(store, {
          async write(...given: Parameters<typeof write>) {
            for (const { name, data } of given[0]) held.set(name, data.byteLength);
            await write(...given);
          },
        });
      },
    };
    const rows = 3 * 8192 + 100;
    const bank = normalFeatures("large bank", rows, 4);
    const search = await cosineSearch(counting, bank, 3);
    const query = featuresOf(bank.vectors.slice(4 * 20_000, 4 * 20_001), 4);
    // Two at once: they take their turns.
    const found = await Promise.all([search.search(query), search.search(query)]);
    expect(found.map(({ indices }) => indices[0])).toEqual([20_000, 20_000]);
    await search.dispose();
    expect([...held.values()].reduce((sum, bytes) => sum + bytes)).toBe((8192 + 100) * 4 * 4);
  });

  it("does not change with the scale of rows, and survives a tiny temperature and a k above N", async () => {
    const bank = normalFeatures("small", 40, 6);
    const labels = Int32Array.from({ length: 40 }, (_, i) => i % 3);
    const few = normalFeatures("small query", 10, 6);
    const scaled = featuresOf(
      few.vectors.map((v) => v * 1000),
      6,
    );
    const a = await knnClassify(engine, { features: bank, labels }, few, { k: 99, temperature: 1e-4 });
    const b = await knnClassify(engine, { features: bank, labels }, scaled, { k: 99, temperature: 1e-4 });
    expect(a.nearest.k).toBe(40);
    expect(a.votes.every(Number.isFinite)).toBe(true);
    expect(Array.from(b.predictions)).toEqual(Array.from(a.predictions));
    // So cold that only the nearest counts.
    expect(Array.from(a.predictions)).toEqual(
      Array.from({ length: 10 }, (_, row) => labels[a.nearest.indices[row * 40]!]!),
    );
  });

  it("asks no more neighbours than half of what a class has, nor more than 20", () => {
    const labels = (classes: number, each: number) =>
      Int32Array.from({ length: classes * each }, (_, i) => 2 * (i % classes));
    expect([1, 2, 4, 10, 39, 40, 500].map((each) => usualK(labels(7, each)))).toEqual([
      1, 1, 2, 5, 20, 20, 20,
    ]);
  });

  it("says what is wrong with its operands", async () => {
    const labels = Int32Array.of(0, 1, 2, 3);
    const thin = featuresOf(Float32Array.of(1, 0), 2);
    await expect(knnClassify(engine, { features: corners, labels }, thin)).rejects.toThrow(
      "Queries have 2 numbers a row; the bank has 3.",
    );
    await expect(
      knnClassify(engine, { features: corners, labels: Int32Array.of(0, 1, -1, 3) }, query),
    ).rejects.toThrow("Row 2 of the bank set has no label");
    const broken = featuresOf(Float32Array.of(1, 0, Number.NaN), 3);
    await expect(knnClassify(engine, { features: corners, labels }, broken)).rejects.toThrow(
      "Row 0 of the query set holds NaN",
    );
    await expect(
      knnClassify(engine, { features: corners, labels }, query, { temperature: 0 }),
    ).rejects.toThrow("The temperature of kNN takes a number above 0");
  });
});
