import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openImages } from "../data/index.js";
import { ConfigError } from "../errors.js";
import { cacheCommand } from "./cache.js";

const folder = mkdtempSync(join(tmpdir(), "unlabel-cache-command-"));
const cache = join(folder, "cache");

beforeAll(async () => {
  const colours = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
  for (const name of ["a.png", "b.png"]) await colours.toFile(join(folder, name));
  for (const size of [4, 6])
    await openImages(folder, { size, channels: 3, cacheFolder: cache, keepAfter: 0 });
});
afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command line prints. */
async function said(...words: string[]): Promise<string> {
  const told = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const command = new Command("cache").exitOverride().configureOutput({ writeErr: () => undefined });
  await cacheCommand.register(command, words);
  try {
    await command.parseAsync(words, { from: "user" });
    return told.mock.calls.join("");
  } finally {
    told.mockRestore();
  }
}

describe("the command for the cache", () => {
  it("shows what is kept: of what, how many, how large, when it was of use", async () => {
    const text = await said("--cache", cache);
    expect(text).toMatch(new RegExp(`${folder} .*2 .*3x6x6 .*0\\.0 MB .*0 min ago`));
    expect(text).toMatch(/3x4x4/);
    expect(text).toMatch(/holds 0\.0 MB of at most \d/);
    vi.stubEnv("UNLABEL_CACHE", cache);
    vi.stubEnv("UNLABEL_CACHE_LIMIT", "5GB");
    const { entries, ...rest } = JSON.parse(await said("--json"));
    expect(rest).toMatchObject({ folder: cache, limit: 5e9 });
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({ of: folder, pictures: 2, shape: [3, 6, 6] });
    expect(rest.bytes).toBe(entries[0].bytes + entries[1].bytes);
  });

  it("looks where the configuration file keeps them", async () => {
    vi.stubEnv("UNLABEL_CACHE", "");
    const config = join(folder, "kept.yaml");
    writeFileSync(config, `cache: ${cache}\n`);
    expect(JSON.parse(await said("--json", "--config", config))).toMatchObject({ folder: cache });
    writeFileSync(join(folder, "none.yaml"), "cache: none\n");
    await expect(said("--config", join(folder, "none.yaml"))).rejects.toThrow(
      /`cache` is none: name a folder/,
    );
  });

  it("clears what was not of use for a time, or everything, and nothing but pictures", async () => {
    writeFileSync(join(cache, "mine.json"), "{}");
    const [oldest] = readdirSync(cache).filter((name) => name.endsWith("json"));
    const long = new Date(Date.now() - 3 * 24 * 3_600_000);
    for (const ending of ["bin", "json"])
      utimesSync(join(cache, oldest!.replace(/json$/, ending)), long, long);
    expect(await said("clear", "--older-than", "4d", "--cache", cache)).toMatch(/Nothing to remove/);
    const { removed } = JSON.parse(await said("clear", "--older-than", "2.5d", "--json", "--cache", cache));
    expect(removed).toMatchObject([{ name: oldest!.replace(".json", "") }]);
    expect(readdirSync(cache)).toHaveLength(3);
    expect(await said("clear", "--cache", cache)).toMatch(/Removed from .*: 0\.0 MB/);
    expect(readdirSync(cache)).toEqual(["mine.json"]);
    expect(await said("--cache", cache)).toBe(`${cache} holds nothing.\n`);
    expect(await said("--cache", join(folder, "nowhere"))).toMatch(/holds nothing/);
  });

  it("refuses what makes no sense, each in a sentence", async () => {
    await expect(said("--older-than", "3d", "--cache", cache)).rejects.toThrow(
      /olderThan.* says what to clear/,
    );
    await expect(said("--cache", "none")).rejects.toThrow(ConfigError);
    await expect(said("clear", "--older-than", "long")).rejects.toThrow(/number and m, h, d or w/);
    await expect(said("--cache", join(folder, "a.png"))).rejects.toThrow(/cannot be read \(ENOTDIR\)/);
  });
});
