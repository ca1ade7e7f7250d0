import { createHash } from "node:crypto";
import { readdir, truncate, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UnlabelError } from "../errors.js";
import { cachedStore, cacheKey, cacheWriter } from "./disk-cache.js";
import { put, temporaryFolder } from "./made-data.suite.js";

/** What the next writes to disk meet. */
const disk = vi.hoisted(() => ({ error: null as string | null }));
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  return {
    ...fs,
    async open(...args: Parameters<typeof fs.open>) {
      const file = await fs.open(...args);
      if (disk.error === null) return file;
      file.write = async () => {
        throw Object.assign(new Error("write failed"), { code: disk.error });
      };
      return file;
    },
  };
});

const folder = await temporaryFolder();
const record = (value: number) => new Uint8Array(100).fill(value);
afterEach(() => {
  disk.error = null;
});

async function write(place: string, key: string, count: number) {
  const writer = await cacheWriter(place, key, 100, count);
  for (let i = 0; i < count; i++) await writer.append(record(i));
  return writer;
}

describe("the disk cache", () => {
  it("is there once it is whole, and reads any order", async () => {
    const place = join(folder, "whole");
    const writer = await write(place, "k", 50);
    expect(await cachedStore(place, "k", 100)).toBeNull();
    const store = await writer.finish([[3, "bad"]]);
    const cached = await cachedStore(place, "k", 100);
    expect(cached?.skipped).toEqual([[3, "bad"]]);
    expect((await readdir(place)).sort()).toEqual(["k.bin", "k.json"]);
    const order = [7, 8, 9, 2, 2, 49, 0];
    for (const each of [store, cached!.store]) {
      const bytes = new Uint8Array(order.length * 100);
      await each.read(order, bytes);
      expect(bytes.filter((_, i) => i % 100 === 99)).toEqual(Uint8Array.from(order));
    }
    await store.close();
    await cached!.store.close();
    expect(await cachedStore(place, "other", 100)).toBeNull();
    expect(await cachedStore(place, "k", 50)).toBeNull();
    await truncate(join(place, "k.bin"), 4999);
    expect(await cachedStore(place, "k", 100)).toBeNull();
  });

  it("says in one sentence that the disk is full, before or while writing, and leaves nothing", async () => {
    const place = join(folder, "full");
    const tooMuch = cacheWriter(place, "k", 1e9, 1e9);
    await expect(tooMuch).rejects.toThrow(
      /The disk that holds .* has no room .*\(1000000000000 MB\): free some/,
    );
    disk.error = "ENOSPC";
    const writer = await write(place, "k", 5);
    const failure = writer.finish([]);
    await expect(failure).rejects.toBeInstanceOf(UnlabelError);
    await expect(failure).rejects.toThrow(/has no room for the decoded pictures \(1 MB\)/);
    await writer.abandon();
    expect(await readdir(place)).toEqual([]);
    disk.error = "EIO";
    const torn = await write(place, "k", 5);
    await expect(torn.finish([])).rejects.toThrow(/cannot be written to .*full \(EIO\)/);
    await torn.abandon();
    const file = await put(folder, "file", "");
    await expect(cacheWriter(join(file, "x"), "k", 1, 1)).rejects.toThrow(
      /cannot be written to .* \(ENOTDIR\)/,
    );
  });

  it("clears away what a killed run left, and nothing else", async () => {
    const place = join(folder, "left");
    const key = cacheKey(["left"]);
    const uuid = "00000000-0000-0000-0000-000000000000";
    const here = createHash("sha256").update(hostname()).digest("hex").slice(0, 8);
    const name = (host: string, pid: number) => `${key}.${host}-${pid}.${uuid}.part`;
    // No process has a number this large on any system.
    const gone = name(here, 999999999);
    const running = name(here, process.pid);
    const longAgo = name("00000000", 999999999);
    const elsewhere = name("00000000", 999999998);
    for (const file of [gone, running, longAgo, elsewhere]) await put(place, file, "part");
    for (const file of [running, longAgo]) await utimes(join(place, file), 1, 1);
    const writer = await cacheWriter(place, key, 1, 1);
    await writer.abandon();
    expect(await readdir(place)).toEqual([running, elsewhere].sort());
  });
});

describe("cacheKey", () => {
  it("changes with every part", () => {
    const keys = [[["a", 1]], [["a", 2]], [["a", 1], []], ["a", 1], []].map(cacheKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{40}$/);
  });
});
