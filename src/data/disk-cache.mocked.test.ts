import { createHash } from "node:crypto";
import { readdir, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UnlabelError } from "../errors.js";
import { clearCache } from "./cache-folder.js";
import type { CacheKey } from "./cache-key.js";
import { cacheWriter, openCached } from "./disk-cache.js";
import { put, temporaryFolder } from "./made-data.suite.js";
import { openMade } from "./made-set.suite.js";

/** What the next writes to disk meet, once so many were done. */
const disk = vi.hoisted(() => ({ error: null as string | null, free: null as number | null }));
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  return {
    ...fs,
    async open(...args: Parameters<typeof fs.open>) {
      const file = await fs.open(...args);
      if (disk.error === null || args[1] === "r") return file;
      file.write = async () => {
        throw Object.assign(new Error("write failed"), { code: disk.error });
      };
      return file;
    },
    async statfs(path: string) {
      const facts = await fs.statfs(path);
      return disk.free === null ? facts : { ...facts, bavail: disk.free, bsize: 1 };
    },
  };
});

const folder = await temporaryFolder();
const record = (value: number) => new Uint8Array(100).fill(value);
const key: CacheKey = { name: "0123456789".repeat(4), decoding: "d", inputs: new Uint8Array(32) };
const uuid = "00000000-0000-0000-0000-000000000000";
const here = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
const partName = (host: string, pid: number) => `${key.name}.${host}-${pid}.${uuid}.part`;
// No process has a number this large on any system.
const gone = partName(here, 999999999);

afterEach(() => {
  disk.error = null;
  disk.free = null;
});

async function write(place: string, count: number) {
  const writer = await cacheWriter(place, key, {
    of: "made",
    shape: [1, 10, 10],
    recordBytes: 100,
    capacity: count,
  });
  for (let i = 0; i < count; i++) await writer.append(record(i));
  return writer;
}

const nothing = { skipped: [], unread: [] };

describe("a set in the cache", () => {
  it("is there once it is whole, and reads any order", async () => {
    const place = join(folder, "whole");
    const writer = await write(place, 50);
    expect(await openCached(place, key.name)).toBeNull();
    const store = await writer.finish({ skipped: [[3, "bad"]], unread: [7] });
    const cached = await openCached(place, key.name);
    if (cached === null || cached === "damaged") throw new Error("expected a set");
    expect(cached.facts).toMatchObject({
      of: "made",
      records: 50,
      inputs: 2,
      skipped: [[3, "bad"]],
      unread: [7],
    });
    expect((await readdir(place)).sort()).toEqual([`${key.name}.bin`, `${key.name}.json`]);
    const order = [7, 8, 9, 2, 2, 49, 0];
    for (const each of [store, cached.store]) {
      const bytes = new Uint8Array(order.length * 100);
      await each.read(order, bytes);
      expect(bytes.filter((_, i) => i % 100 === 99)).toEqual(Uint8Array.from(order));
      await each.close();
    }
  });

  it("that cannot be written leaves nothing, and a sentence", async () => {
    const place = join(folder, "full");
    disk.error = "ENOSPC";
    const writer = await write(place, 5);
    const failure = writer.finish(nothing);
    await expect(failure).rejects.toBeInstanceOf(UnlabelError);
    await expect(failure).rejects.toThrow(/has no room for the decoded pictures \(1 MB\): free some/);
    await writer.abandon();
    expect(await readdir(place)).toEqual([]);
    disk.error = "EIO";
    const torn = await write(place, 5);
    await expect(torn.finish(nothing)).rejects.toThrow(/cannot be written to .*full \(EIO\)/);
    await torn.abandon();
    expect(await readdir(place)).toEqual([]);
  });
});

describe("a disk that is full", () => {
  it("stops nobody whose pictures fit into memory", async () => {
    const files = [await put(folder, "f/1", "a"), await put(folder, "f/2", "b")];
    for (const [error, free] of [
      ["ENOSPC", null],
      [null, 10],
    ] as const) {
      disk.error = error;
      disk.free = free;
      vi.stubEnv("UNLABEL_CACHE_LIMIT", "1GB");
      const cacheFolder = join(folder, "f/cache");
      const { values, filled } = await openMade(files, { cacheFolder });
      vi.unstubAllEnvs();
      expect(values).toEqual([97, 98]);
      expect(filled.notes).toEqual([
        expect.stringMatching(/no room for the decoded pictures.*goes on with the pictures in memory/),
      ]);
      expect(await readdir(cacheFolder)).toEqual([]);
    }
  });

  it("is never filled by more than half", async () => {
    const files = [await put(folder, "h/1", "a"), await put(folder, "h/2", "b")];
    disk.free = 90;
    const cacheFolder = join(folder, "h/cache");
    const { filled } = await openMade(files, { cacheFolder });
    expect(filled.notes).toEqual([expect.stringMatching(/more than the cache may hold/)]);
    disk.free = 9000;
    expect((await openMade(files, { cacheFolder })).filled.notes).toEqual([]);
    expect((await openMade(files, { cacheFolder })).decoded).toEqual([]);
  });
});

describe("clearing", () => {
  it("takes away what a killed run left, before the next is written, and nothing else", async () => {
    const place = join(folder, "left");
    const running = partName(here, process.pid);
    // A number that another process has taken since.
    const reused = partName(here, process.ppid);
    const longAgo = partName("00000000", 999999999);
    const elsewhere = partName("00000000", 999999998);
    for (const file of [gone, `${gone}.json`, running, reused, longAgo, elsewhere])
      await put(place, file, "part");
    for (const file of [reused, longAgo]) await utimes(join(place, file), 1, 1);
    await (await write(place, 1)).abandon();
    expect(await readdir(place)).toEqual([running, elsewhere].sort());
  });

  it("touches only files with names that the cache gives", async () => {
    const place = join(folder, "foreign");
    const others = [
      "notes.txt",
      "seen.bin",
      `${key.name}.bin.bak`,
      `x${key.name}.json`,
      `${key.name}.png`,
      "a.part",
    ];
    for (const file of others) await put(place, file, "mine");
    await put(place, `sub/${key.name}.bin`, "mine");
    await put(place, gone, "part");
    await (await (await write(place, 2)).finish(nothing)).close();
    expect(await clearCache(place, 3_600_000)).toEqual([]);
    expect(await clearCache(place)).toMatchObject([{ name: key.name, facts: { of: "made", records: 2 } }]);
    expect((await readdir(place)).sort()).toEqual([...others, "sub"].sort());
    expect(await readdir(join(place, "sub"))).toHaveLength(1);
    expect(await clearCache(join(folder, "nowhere"))).toEqual([]);
  });
});
