import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { blockBytes, openBlocks } from "./block-set.js";
import { blockWriter } from "./block-writer.js";
import { cacheEntries } from "./cache-folder.js";
import { keepBlocks } from "./keep-blocks.js";
import { temporaryFolder } from "./made-data.suite.js";

const root = await temporaryFolder();
const kept = { what: "The numbers", less: "fewer", again: "count again" };
const nameOf = (digit: number) => String(digit).repeat(40);
const bytesOf = (length: number, seed = 1) => Uint8Array.from({ length }, (_, i) => (i * i * seed + i) % 251);

afterEach(() => vi.unstubAllEnvs());

async function write(folder: string, name: string, first: Uint8Array, behind = new Uint8Array(0)) {
  const writer = await blockWriter(folder, name, { of: "made", holds: "numbers" }, kept);
  // Interleaved, in pieces of odd sizes.
  for (let at = 0; at < Math.max(first.length, behind.length); at += 777) {
    await writer.append(first.subarray(at, at + 777));
    await writer.appendBehind(behind.subarray(at, at + 777));
  }
  return { set: await writer.finish({ some: "facts" }), notes: writer.notes };
}

describe("bytes in blocks", () => {
  it.each([0, 1, blockBytes - 1, blockBytes, blockBytes + 1, 3 * blockBytes, 3 * blockBytes + 5])(
    "are read at any place: %i of them, and others behind",
    async (length) => {
      const folder = join(root, `size-${length}`);
      const [first, behind] = [bytesOf(length), bytesOf(5000, 3)];
      await (await write(folder, nameOf(1), first, behind)).set.close();
      const set = await openBlocks(folder, nameOf(1));
      if (set === null || set === "damaged") throw new Error("it is not there");
      expect(set.told).toEqual({ some: "facts" });
      const all = Uint8Array.from([...first, ...behind]);
      expect(set.size).toBe(all.length);
      for (const [at, count] of [
        [0, all.length],
        [Math.max(0, length - 3), 7],
        [all.length - 1, 1],
        [all.length, 0],
      ] as const) {
        const [now, later] = [new Uint8Array(count), new Uint8Array(count)];
        set.readNow(at, now);
        await set.read(at, later);
        expect(now).toEqual(all.subarray(at, at + count));
        expect(later).toEqual(now);
      }
      await expect(set.read(all.length, new Uint8Array(1))).rejects.toThrow(RangeError);
      await set.close();
      await expect(set.read(0, new Uint8Array(1))).rejects.toThrow("were closed");
      expect(readdirSync(folder).sort()).toEqual([`${nameOf(1)}.bin`, `${nameOf(1)}.json`]);
    },
  );

  it("that changed places or were changed are refused, and removed", async () => {
    const folder = join(root, "damaged");
    const { set } = await write(folder, nameOf(2), bytesOf(3 * blockBytes));
    await set.close();
    const file = join(folder, `${nameOf(2)}.bin`);
    const sound = readFileSync(file);
    const swapped = Buffer.from(sound);
    sound.copy(swapped, 0, blockBytes, 2 * blockBytes);
    sound.copy(swapped, blockBytes, 0, blockBytes);
    for (const read of ["read", "readNow"] as const) {
      const { set } = await write(folder, nameOf(2), bytesOf(3 * blockBytes));
      writeFileSync(file, swapped);
      const reading = async () => set[read](10, new Uint8Array(5));
      await expect(reading()).rejects.toMatchObject({ context: { damaged: file } });
      await set.close();
      await vi.waitFor(() => expect(readdirSync(folder)).toEqual([]));
    }
    await (await write(folder, nameOf(2), bytesOf(100))).set.close();
    writeFileSync(file, sound.subarray(1));
    expect(await openBlocks(folder, nameOf(2))).toBe("damaged");
    expect(await openBlocks(folder, nameOf(2))).toBe(null);
  });
});

describe("the cache's limit", () => {
  const facts = (digit: number) => ({ name: nameOf(digit), of: "made", holds: "numbers", told: null });

  it("drives out what was not used for the longest", async () => {
    const folder = join(root, "limit");
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "0.1MB");
    for (const digit of [3, 4]) {
      expect(await keepBlocks(folder, facts(digit), [bytesOf(40_000)], kept)).toEqual([]);
      const before = new Date(Date.now() - 1_000_000 + digit * 1000);
      for (const ending of ["bin", "json"])
        utimesSync(join(folder, `${nameOf(digit)}.${ending}`), before, before);
    }
    expect(await keepBlocks(folder, facts(5), [bytesOf(40_000)], kept)).toEqual([]);
    const entries = await cacheEntries(folder);
    expect(entries.map(({ name }) => name).sort()).toEqual([nameOf(4), nameOf(5)]);
    expect(entries[0]!.facts).toMatchObject({ format: "unlabel-blocks-1", of: "made", holds: "numbers" });
  });

  it("keeps nothing that is larger, and says so; what needs the disk is written, with a word", async () => {
    const folder = join(root, "over");
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "0.01MB");
    const over =
      /^The numbers \(1 MB\) are more than the cache may hold .* the next command may have to count again/;
    expect(await keepBlocks(folder, facts(6), [bytesOf(40_000)], kept)).toEqual([
      expect.stringMatching(over),
    ]);
    const { set, notes } = await write(folder, nameOf(7), bytesOf(40_000));
    expect(notes).toEqual([expect.stringMatching(over)]);
    await set.close();
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "0");
    expect(await keepBlocks(folder, facts(6), [bytesOf(40_000)], kept)).toEqual([]);
    expect((await cacheEntries(folder)).map(({ name }) => name)).toEqual([nameOf(7)]);
  });
});
