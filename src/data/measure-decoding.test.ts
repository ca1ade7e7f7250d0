import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { DecodeCost } from "./decode-cost.js";
import { openImages } from "./index.js";
import { idx, noise, put, temporaryFolder } from "./made-data.suite.js";
import { measureDecoding } from "./measure-decoding.js";

const folder = await temporaryFolder();
for (let i = 0; i < 5; i++) await put(folder, `in/${i}.png`, await noise(i, 80, 40).png().toBuffer());

async function costOf(data: string, options = {}): Promise<DecodeCost> {
  const costs: DecodeCost[] = [];
  const progress: number[] = [];
  const source = await openImages(data, {
    ...{ size: 16, storeSize: "auto", cacheFolder: "none" },
    onDecodeCost(cost) {
      if (cost.measured > 0) expect(progress).toEqual([]);
      costs.push(cost);
    },
    onProgress: ({ done }) => progress.push(done),
    ...options,
  });
  await source.close();
  expect([costs.length, progress.length > 0]).toEqual([1, true]);
  return costs[0]!;
}

describe("what decoding costs", () => {
  it("is told before it is paid: time by a few pictures, bytes of both sizes", async () => {
    const { name, pictures, measured, seconds, kept } = await costOf(join(folder, "in"));
    expect([name, pictures, measured]).toEqual([join(folder, "in"), 5, 4]);
    expect(seconds).toBeGreaterThan(0);
    expect(kept).toEqual([
      { size: [16, 16], bytes: 5 * 3 * 16 * 16, storedIn: "memory" },
      { size: [28, 57], bytes: 5 * (3 * 28 * 57 + 4), storedIn: "memory" },
    ]);
    const cacheFolder = join(folder, "cache");
    const budgeted = await costOf(join(folder, "in"), { memoryBudget: 4000, cacheFolder });
    expect(budgeted.kept.map(({ storedIn }) => storedIn)).toEqual(["memory", "disk"]);
  });

  it("is nothing where the pictures are in the cache", async () => {
    const cacheFolder = join(folder, "kept");
    const options = { cacheFolder, keepAfter: 0 };
    expect((await costOf(join(folder, "in"), options)).measured).toBe(4);
    expect(await costOf(join(folder, "in"), options)).toMatchObject({ measured: 0, seconds: 0, pictures: 5 });
  });

  it("is told of IDX files, too", async () => {
    const path = await put(folder, "set-idx3-ubyte", idx(8, [300, 4, 4], new Uint8Array(4800)));
    expect(await costOf(path, { size: 8 })).toMatchObject({ pictures: 300, measured: 256 });
  });

  it("is the time of one, whatever their number", async () => {
    const asked: number[] = [];
    const one = async (position: number) => {
      asked.push(position);
      return { records: [] };
    };
    const form = { key: async () => Promise.reject() } as never;
    const { measured } = await measureDecoding({ length: 1_000_000, decode: { one } }, [form]);
    expect(asked).toHaveLength(measured + 1);
    expect([asked[0], Math.max(...asked) > 900_000, measured < 1000]).toEqual([0, true, true]);
    expect(await measureDecoding({ length: 9, decode: { one } }, [])).toEqual({
      measured: 0,
      secondsEach: 0,
    });
  });
});
