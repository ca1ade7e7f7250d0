import { Argument, InvalidArgumentError } from "commander";
import {
  type CacheEntry,
  cacheEntries,
  cacheLimit,
  clearCache,
  defaultCacheFolder,
  noCache,
} from "../data/index.js";
import { ConfigError } from "../errors.js";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { cacheFolderOf } from "./config-options.js";
import { print } from "./terminal.js";

export const cacheCommand = defineCommand({
  name: "cache",
  summary:
    "Show what was made of data and is kept for the next command, such as decoded pictures, or clear it.",
  examples: ["unlabel cache", "unlabel cache clear --older-than 30d"],
  register(command) {
    command
      .addArgument(
        new Argument("[what]", "what to do: list what is kept, or clear it (default: list)").choices([
          "list",
          "clear",
        ]),
      )
      .option(
        "--older-than <age>",
        "clear only what was not used for so long, such as 12h, 30d or 8w",
        milliseconds,
      )
      .option(
        "--cache <folder>",
        "the cache (default: $UNLABEL_CACHE, else cache in the configuration file, else ~/.cache/unlabel)",
      )
      .option("--config <file>", "configuration file (default: unlabel.config.{ts,js,mjs,json,yaml})")
      .option("--json", "result as JSON on stdout")
      .addHelpText(
        "after",
        "\nDecoded pictures and tokens of texts that took more than a second to make are kept. $UNLABEL_CACHE_LIMIT, such as 20GB, says how much\nthat may be (default: 10 GiB, at most half of the free disk); what was not used for the longest goes first.",
      )
      .action(async (what: string | undefined, flags: Flags) =>
        cache((await cacheFolderOf(command)) ?? defaultCacheFolder(), what === "clear", flags),
      );
  },
});

interface Flags {
  readonly olderThan?: number;
  readonly json?: boolean;
}

async function cache(folder: string | null, clear: boolean, { olderThan, json }: Flags): Promise<void> {
  if (folder === null || folder === noCache)
    throw new ConfigError("Nothing is kept where `cache` is none: name a folder.");
  if (!clear && olderThan !== undefined)
    throw new ConfigError("`olderThan` says what to clear: write unlabel cache clear.");
  if (clear) showCleared(folder, await clearCache(folder, olderThan), json);
  else showKept(folder, await cacheEntries(folder), await cacheLimit(folder), json);
}

function showKept(folder: string, entries: readonly CacheEntry[], limit: number, json = false): void {
  if (json) {
    print(JSON.stringify({ folder, limit, bytes: total(entries), entries: entries.map(told) }));
    return;
  }
  if (entries.length > 0) print(table(entries));
  print(
    entries.length === 0
      ? `${folder} holds nothing.`
      : `${folder} holds ${size(total(entries))} of at most ${size(limit)}.`,
  );
}

function showCleared(folder: string, removed: readonly CacheEntry[], json = false): void {
  if (json) {
    print(JSON.stringify({ folder, bytes: total(removed), removed: removed.map(told) }));
    return;
  }
  if (removed.length > 0) print(table(removed));
  print(
    removed.length === 0
      ? `Nothing to remove in ${folder}.`
      : `Removed from ${folder}: ${size(total(removed))}.`,
  );
}

function table(entries: readonly CacheEntry[]): string {
  return textTable({
    columns: ["made of", "holds", "shape", "size", "last use"],
    rows: entries.map(({ facts, bytes, lastUse }) => [
      facts?.of ?? "damaged, or of another version",
      facts === null ? null : "records" in facts ? `${facts.records} pictures` : facts.holds,
      facts !== null && "shape" in facts ? facts.shape.join("x") : null,
      size(bytes),
      `${age(Date.now() - lastUse.getTime())} ago`,
    ]),
  });
}

/** For programs. */
function told({ name, facts, bytes, lastUse }: CacheEntry): object {
  const { of = null, made = null } = facts ?? {};
  const pictures = facts !== null && "records" in facts;
  return {
    ...{ name, of, holds: facts === null ? null : pictures ? "pictures" : facts.holds },
    ...{ pictures: pictures ? facts.records : null, shape: pictures ? facts.shape : null },
    ...{ bytes, made, lastUse: lastUse.toISOString() },
  };
}

function total(entries: readonly CacheEntry[]): number {
  return entries.reduce((sum, { bytes }) => sum + bytes, 0);
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

const units = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000, w: 7 * 24 * 3_600_000 };

function age(ms: number): string {
  if (ms < 2 * units.h) return `${Math.max(0, Math.round(ms / units.m))} min`;
  return ms < 2 * units.d ? `${Math.round(ms / units.h)} h` : `${Math.round(ms / units.d)} days`;
}

function milliseconds(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text) ?? [];
  if (unit === undefined) throw new InvalidArgumentError("It takes a number and m, h, d or w, such as 30d.");
  return Number(number) * units[unit as keyof typeof units];
}
