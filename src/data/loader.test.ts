import { describe, expect, it } from "vitest";
import { ConfigError, DataError } from "../errors.js";
import { type Batch, createLoader, type ImageArrays, inOrder, type LoaderOptions } from "./index.js";
import { numbered, numbersIn } from "./made-data.suite.js";

const source = numbered(1000, (i) => `class ${i % 3}`);

async function take(
  count: number,
  options: Partial<LoaderOptions<ImageArrays>>,
): Promise<Batch<ImageArrays>[]> {
  const batches: Batch<ImageArrays>[] = [];
  if (count === 0) return batches;
  for await (const batch of createLoader({ source, batchSize: 300, seed: 7, ...options })) {
    batches.push(batch);
    if (batches.length === count) break;
  }
  return batches;
}

describe("createLoader", () => {
  it("gives the samples that the indices name, each at most once an epoch", async () => {
    const batches = await take(6, {});
    for (const batch of batches) expect(numbersIn(batch.images)).toEqual([...batch.indices]);
    expect(batches.map(({ step, epoch }) => [step, epoch])).toEqual(
      [0, 1, 2, 3, 4, 5].map((s) => [s, s < 3 ? 0 : 1]),
    );
    const orders = [batches.slice(0, 3), batches.slice(3)].map((of) => of.flatMap((b) => [...b.indices]));
    for (const order of orders) expect(new Set(order).size).toBe(900);
    expect(orders[0]).not.toEqual(orders[1]);
  });

  it("depends on the seed only, not on reading ahead", async () => {
    const [a, b, c] = await Promise.all([
      take(5, { prefetch: 0 }),
      take(5, { prefetch: 9 }),
      take(5, { seed: 8 }),
    ]);
    expect(a).toEqual(b);
    expect(a.map((batch) => batch.indices)).not.toEqual(c.map((batch) => batch.indices));
  });

  it("goes on from any batch to the same batches", async () => {
    const whole = await take(8, {});
    for (const [i, { next }] of whole.slice(0, 5).entries()) {
      expect(await take(3, { position: next })).toEqual(whole.slice(i + 1, i + 4));
    }
    const loader = createLoader({ source, batchSize: 300, seed: 7 });
    const seen: unknown[] = [];
    for (let turn = 0; turn < 4; turn++) {
      for await (const batch of loader) {
        seen.push(batch);
        expect(loader.position).toEqual(batch.next);
        if (seen.length % 2 === 0) break;
      }
    }
    expect(seen).toEqual(whole);
  });

  it("reads ahead while a batch is being used, and no further than asked", async () => {
    let reads = 0;
    const counted = {
      ...source,
      read: (indices: ArrayLike<number>) => {
        reads++;
        return source.read(indices);
      },
    };
    for await (const _ of createLoader({ source: counted, batchSize: 10, prefetch: 3 })) {
      expect(reads).toBe(4);
      break;
    }
  });

  it("reads labels only when asked", async () => {
    let asked = 0;
    const watched = {
      ...source,
      labels: () => {
        asked++;
        return source.labels();
      },
    };
    const [plain] = await take(1, { source: watched });
    expect([asked, plain && "labels" in plain]).toEqual([0, false]);
    const [labelled] = await take(1, { source: watched, withLabels: true });
    expect([...labelled!.labels!]).toEqual([...labelled!.indices].map((i) => i % 3));
    expect(() => createLoader({ source: numbered(9, null), batchSize: 3, withLabels: true })).toThrow(
      /no labels/,
    );
  });

  it("gives everything in order for evaluation, the last batch short", async () => {
    const sizes: number[] = [];
    const seen: number[] = [];
    for await (const batch of inOrder(source, { batchSize: 300, withLabels: true })) {
      sizes.push(batch.indices.length);
      seen.push(...numbersIn(batch.images));
      expect(batch.labels).toHaveLength(batch.indices.length);
    }
    expect(sizes).toEqual([300, 300, 300, 100]);
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it("stops after the epochs asked", async () => {
    expect(await take(99, { epochs: 2, dropLast: false })).toHaveLength(8);
    expect(await take(99, { epochs: 2, position: { epoch: 1, batchInEpoch: 3 } })).toHaveLength(0);
  });

  it("says what is wrong", () => {
    expect(() => createLoader({ source: numbered(5, null), batchSize: 6 })).toThrow(
      /has 5 samples, fewer than one batch of 6: use `batchSize: 5` at most/,
    );
    expect(() => createLoader({ source: numbered(5, null), batchSize: 6 })).toThrow(DataError);
    expect(createLoader({ source: numbered(5, null), batchSize: 6, dropLast: false }).batchesPerEpoch).toBe(
      1,
    );
    expect(() => createLoader({ source, batchSize: 0 })).toThrow(ConfigError);
    expect(() => createLoader({ source, batchSize: 1, seed: 0.5 })).toThrow(/`seed` takes a whole number/);
    const position = { epoch: 0, batchInEpoch: 4 };
    expect(() => createLoader({ source, batchSize: 300, position })).toThrow(
      /other data or another batch size/,
    );
  });

  it("passes on what goes wrong when reading, at its turn", async () => {
    const failing = {
      ...source,
      read: async (i: ArrayLike<number>) => {
        if (i[0] === 600) throw new Error("torn");
        return source.read(i);
      },
    };
    let got = 0;
    const all = (async () => {
      for await (const _ of inOrder(failing, { batchSize: 300 })) got++;
    })();
    await expect(all).rejects.toThrow("torn");
    expect(got).toBe(2);
  });
});
