import { readdir, readFile, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigError } from "../errors.js";
import { cacheEntries } from "./cache-folder.js";
import { fingerprintOf } from "./fingerprint.js";
import { put, temporaryFolder } from "./made-data.suite.js";
import { openMade } from "./made-set.suite.js";

const folder = await temporaryFolder();
afterEach(() => {
  vi.unstubAllEnvs();
});

let places = 0;
/** `count` files whose bytes are 1, 2, 3 ..., and a cache that is not there yet. */
async function made(count: number) {
  const place = join(folder, String(places++));
  const files: string[] = [];
  for (let i = 0; i < count; i++) files.push(await put(place, `${i}.x`, Uint8Array.of(i + 1)));
  return { place, files, cacheFolder: join(place, "cache") };
}

/** The two files of the only set in a cache. */
async function filesOf(cacheFolder: string) {
  const names = (await readdir(cacheFolder)).sort();
  expect(names.map((name) => name.replace(/^[0-9a-f]{40}/, ""))).toEqual([".bin", ".json"]);
  return { records: join(cacheFolder, names[0]!), sidecar: join(cacheFolder, names[1]!) };
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const numbers = (count: number) => upTo(count).map((i) => i + 1);

describe("decoded pictures", () => {
  it("are kept where decoding took its time, and come from there into memory or from disk", async () => {
    const { files, cacheFolder } = await made(20);
    const quick = await openMade(files, { cacheFolder, keepAfter: 1000 });
    expect(quick.decoded).toEqual(upTo(20));
    await expect(readdir(cacheFolder)).rejects.toThrow(/ENOENT/);
    expect((await openMade(files, { cacheFolder })).decoded).toEqual(upTo(20));
    const ways = [
      [{}, "memory"],
      [{ memoryBudget: 1 }, "disk"],
      [{ store: "disk" }, "disk"],
      [{ store: "memory", memoryBudget: 1 }, "memory"],
    ] as const;
    for (const [options, storedIn] of ways) {
      const { decoded, values, filled } = await openMade(files, { cacheFolder, ...options });
      expect(decoded).toEqual([]);
      expect(values).toEqual(numbers(20));
      expect(filled.store.storedIn).toBe(storedIn);
      // Known without reading any record.
      expect([...filled.store.fingerprints!]).toEqual(
        values.map((value) => fingerprintOf("1x1x2", new Uint8Array(2).fill(value))),
      );
      expect(filled.notes).toEqual([]);
    }
  });

  it("are decoded anew when a file was replaced by one of its size and time", async () => {
    const { place, files, cacheFolder } = await made(6);
    for (const file of files) await utimes(file, 1000, 1000);
    await openMade(files, { cacheFolder });
    // Written over, and taken the name of.
    await writeFile(files[1]!, Uint8Array.of(100));
    await rename(await put(place, "other", Uint8Array.of(200)), files[2]!);
    for (const file of files.slice(1, 3)) await utimes(file, 1000, 1000);
    const { values, decoded } = await openMade(files, { cacheFolder });
    expect(values).toEqual([1, 100, 200, 4, 5, 6]);
    expect(decoded).toEqual([1, 2]);
  });

  it("are found again where their folder was moved to", async () => {
    const { place, files } = await made(3);
    const cacheFolder = join(folder, "of-moved");
    await openMade(files, { cacheFolder });
    await rename(place, `${place}-moved`);
    const moved = files.map((file) => file.replace(place, `${place}-moved`));
    expect((await openMade(moved, { cacheFolder })).decoded).toEqual([]);
  });

  it("of files that were there before are not decoded again when others come or go", async () => {
    const { files, cacheFolder } = await made(12);
    const first = await openMade(files.slice(2, 10), { cacheFolder });
    expect(first.decoded).toHaveLength(8);
    for (const memoryBudget of [2 ** 20, 1]) {
      const some = await openMade(files.slice(memoryBudget === 1 ? 0 : 1), { cacheFolder, memoryBudget });
      expect(some.values).toEqual(numbers(12).slice(memoryBudget === 1 ? 0 : 1));
      expect(some.decoded).toEqual(memoryBudget === 1 ? [0] : [0, 9, 10]);
    }
    expect((await openMade(files.slice(3, 5), { cacheFolder })).decoded).toEqual([]);
  });

  it("are tried again where the cause may pass, and only there", async () => {
    const { files, cacheFolder } = await made(5);
    await rm(files[1]!);
    await writeFile(files[3]!, "");
    for (const decoded of [upTo(5), [1], [1]]) {
      const opened = await openMade(files, { cacheFolder });
      expect(opened.decoded).toEqual(decoded);
      expect(opened.values).toEqual([1, 3, 5]);
      expect(opened.skips).toEqual([
        [1, "not there"],
        [3, "empty"],
      ]);
      expect(opened.filled.skipped).toEqual(opened.skips);
    }
    await writeFile(files[1]!, Uint8Array.of(2));
    const mended = await openMade(files, { cacheFolder });
    expect(mended.values).toEqual([1, 2, 3, 5]);
    // An empty file is quickly looked at once more.
    expect(mended.decoded).toEqual([1, 3]);
    expect((await openMade(files, { cacheFolder })).decoded).toEqual([]);
  });

  it("that could not be read for a passing cause are read once it has passed, whatever the file's times", async () => {
    const { files, cacheFolder } = await made(3);
    let permitted = false;
    const permission = (position: number) => permitted || position === 0;
    const first = await openMade(files, { cacheFolder }, permission);
    expect(first.skips.map(([position]) => position)).toEqual([1, 2]);
    permitted = true;
    expect((await openMade(files, { cacheFolder }, permission)).values).toEqual([1, 2, 3]);
  });

  it("whose files were changed are decoded anew, with a note, whichever byte it is", async () => {
    const { files, cacheFolder } = await made(3);
    await openMade(files, { cacheFolder });
    const { records, sidecar } = await filesOf(cacheFolder);
    const whole = await readFile(sidecar);
    const foreign = ['{"count":48,"recordBytes":768}', "", "null", "[]", '{"skipped":7}', "\0", "{"];
    const flipped = (bytes: Buffer, at: number) => {
      const copy = Buffer.from(bytes);
      copy[at]! ^= 1;
      return copy;
    };
    const changes = [
      ...foreign.map((text) => () => writeFile(sidecar, text)),
      ...upTo(Math.ceil(whole.length / 19)).map((i) => () => writeFile(sidecar, flipped(whole, 19 * i))),
      ...[0, 5, 6, 29, 30, 70].map(
        (at) => async () => writeFile(records, flipped(await readFile(records), at)),
      ),
      () => truncate(records, 5),
      () => writeFile(records, ""),
      () => rm(records),
    ];
    for (const [i, change] of changes.entries()) {
      await change();
      const { values, decoded, filled } = await openMade(files, { cacheFolder });
      expect(values, `change ${i}`).toEqual([1, 2, 3]);
      expect(decoded, `change ${i}`).toEqual([0, 1, 2]);
      expect(filled.notes, `change ${i}`).toEqual([
        expect.stringMatching(/kept of made files were damaged .*decoded anew/),
      ]);
    }
    expect((await openMade(files, { cacheFolder })).filled.notes).toEqual([]);
  });

  it("that are damaged on disk are told in a sentence when they are read, and removed", async () => {
    const { files, cacheFolder } = await made(3);
    const store = "disk" as const;
    await openMade(files, { cacheFolder, store });
    const { records } = await filesOf(cacheFolder);
    const bytes = await readFile(records);
    bytes[3]! ^= 1;
    await writeFile(records, bytes);
    await expect(openMade(files, { cacheFolder, store })).rejects.toThrow(
      /are not what was written there, so they were removed: run the command again/,
    );
    expect(await readdir(cacheFolder)).toEqual([]);
    expect((await openMade(files, { cacheFolder, store })).values).toEqual([1, 2, 3]);
  });

  it("may be written by several at once", async () => {
    const { files, cacheFolder } = await made(30);
    const all = await Promise.all(
      [{}, { memoryBudget: 1 }, {}].map((o) => openMade(files, { cacheFolder, ...o })),
    );
    for (const { values } of all) expect(values).toEqual(numbers(30));
    await filesOf(cacheFolder);
    expect((await openMade(files, { cacheFolder })).decoded).toEqual([]);
  });
});

describe("the cache's limit", () => {
  it("drives out what was not used for the longest", async () => {
    const { files, cacheFolder } = await made(40);
    const sets = [0, 10, 20, 30].map((first) => files.slice(first, first + 10));
    await openMade(sets[0]!, { cacheFolder });
    const [{ bytes } = { bytes: 0 }] = await cacheEntries(cacheFolder);
    vi.stubEnv("UNLABEL_CACHE_LIMIT", `${(2.9 * bytes) / 1e6}MB`);
    await openMade(sets[1]!, { cacheFolder });
    const ago = new Date(Date.now() - 60_000);
    for (const name of await readdir(cacheFolder)) await utimes(join(cacheFolder, name), ago, ago);
    // A use counts as much as having been made.
    expect((await openMade(sets[0]!, { cacheFolder })).decoded).toEqual([]);
    await openMade(sets[2]!, { cacheFolder });
    await openMade(sets[3]!, { cacheFolder });
    const decoded = async (i: number) => (await openMade(sets[i]!, { cacheFolder, keepAfter: 1000 })).decoded;
    expect(await decoded(1)).toHaveLength(10);
    for (const i of [0, 2, 3]) expect(await decoded(i)).toEqual([]);
  });

  it("keeps nothing that is larger, and says so; 0 is no reason for a word", async () => {
    const { files, cacheFolder } = await made(3);
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "0.000001MB");
    const told = await openMade(files, { cacheFolder });
    expect(told.filled.notes).toEqual([
      expect.stringMatching(/more than the cache may hold.*UNLABEL_CACHE_LIMIT/),
    ]);
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "0");
    expect((await openMade(files, { cacheFolder })).filled.notes).toEqual([]);
    expect(await readdir(cacheFolder)).toEqual([]);
    for (const wrong of ["10", "much", "GB", "-1GB"]) {
      vi.stubEnv("UNLABEL_CACHE_LIMIT", wrong);
      await expect(openMade(files, { cacheFolder })).rejects.toThrow(ConfigError);
      await expect(openMade(files, { cacheFolder })).rejects.toThrow(/takes a size such as 500MB/);
    }
  });

  it("yields to pictures that are too many for memory", async () => {
    const { files, cacheFolder } = await made(3);
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "0.000001MB");
    const { filled } = await openMade(files, { cacheFolder, memoryBudget: 1 });
    expect(filled.store.storedIn).toBe("disk");
    expect(filled.notes).toEqual([expect.stringMatching(/more than the cache may hold/)]);
  });
});

describe("without a cache", () => {
  it("everything goes on in memory, with a note where one was wanted", async () => {
    const { place, files } = await made(3);
    const inTheWay = join(await put(place, "file", ""), "cache");
    for (const memoryBudget of [2 ** 20, 1]) {
      const { values, filled } = await openMade(files, { cacheFolder: inTheWay, memoryBudget });
      expect(values).toEqual([1, 2, 3]);
      expect(filled.store.storedIn).toBe("memory");
      expect(filled.notes).toEqual([
        expect.stringMatching(/cannot be written to .*\(ENOTDIR\): .* goes on with the pictures in memory/),
      ]);
    }
    await expect(openMade(files, { cacheFolder: inTheWay, store: "disk" })).rejects.toThrow(/ENOTDIR/);
    const { filled, decoded } = await openMade(files, { cacheFolder: "none", memoryBudget: 1 });
    expect([filled.store.storedIn, filled.notes, decoded]).toEqual(["memory", [], [0, 1, 2]]);
    await expect(openMade(files, { cacheFolder: "none", store: "disk" })).rejects.toThrow(ConfigError);
  });
});
