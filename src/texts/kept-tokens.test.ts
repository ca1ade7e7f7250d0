import { appendFileSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { cacheEntries } from "../data/index.js";
import { byteTokenizer } from "../tokenizers/index.js";
import { idsOf, madeFile, madeFolder, opening, readAll } from "./made-texts.suite.js";
import { openTexts } from "./open-texts.js";
import type { TextOptions } from "./text-options.js";

const words = Array.from({ length: 4_000 }, (_, i) => `line ${i} ${"ab ".repeat(i % 7)}`).join("\n");

/** How often texts were read to be tokenised, and to learn a vocabulary. */
function counting() {
  const phases: string[] = [];
  const onProgress: TextOptions["onProgress"] = ({ phase }) => {
    if (phases.at(-1) !== phase) phases.push(phase);
  };
  return { phases, onProgress };
}

const stores = [
  ["memory", 2 ** 26],
  ["disk", 1000],
] as const;

describe.each(stores)("tokens in %s", (storedIn, memoryBudget) => {
  it("are kept and found again, the same in every way", async () => {
    const cacheFolder = join(madeFolder(), "cache");
    const path = madeFile("t.csv", `label,text\n${words.replaceAll(/^line (\d)/gm, "$1,line $1")}\n`);
    const options = { cacheFolder, keepAfter: 0, memoryBudget, longest: 20 };
    const plain = await opening(path, { longest: 20 });
    for (const expected of [["tokens"], []]) {
      const { phases, onProgress } = counting();
      const source = await opening(path, { ...options, onProgress });
      expect(phases).toEqual(expected);
      expect(source.storedIn).toBe(storedIn);
      expect(source.notes).toEqual(plain.notes);
      expect(idsOf(source)).toEqual(idsOf(plain));
      const indices = [0, 3_999, 5, 77, 5];
      expect(await source.read(indices)).toEqual(await plain.read(indices));
      expect(await source.fingerprints!()).toEqual(await plain.fingerprints!());
      expect(await source.labels()).toEqual(await plain.labels());
    }
    const windows = { cut: "windows", longest: 50 } as const;
    const found = await opening(path, { ...options, ...windows });
    const made = await opening(path, windows);
    expect(idsOf(found)).toEqual(idsOf(made));
    expect(await found.read([3, 0, found.length - 1])).toEqual(await made.read([3, 0, made.length - 1]));
  });

  it("are made anew when a file was changed, another tokenizer or another reading is asked for", async () => {
    const cacheFolder = join(madeFolder(), "cache");
    const path = madeFile("t.txt", "first line\nsecond line\n");
    const reads = async (options: TextOptions = {}) => {
      const { phases, onProgress } = counting();
      const source = await opening(path, {
        cacheFolder,
        keepAfter: 0,
        memoryBudget: 1 + (memoryBudget % 1000),
        onProgress,
        ...options,
      });
      return [phases.length, await readAll(source)] as const;
    };
    expect(await reads()).toEqual([1, ["first line", "second line"]]);
    expect(await reads()).toEqual([0, ["first line", "second line"]]);
    expect((await reads({ per: "file" }))[0]).toBe(1);
    expect((await reads({ tokenizer: byteTokenizer() }))[0]).toBe(1);
    expect((await reads({ limit: 1 }))[1]).toEqual(["first line"]);
    expect((await reads())[0]).toBe(0);
    const { atime, mtime } = statSync(path);
    writeFileSync(path, "FIRST line\nsecond line\n");
    utimesSync(path, atime, mtime);
    expect(await reads()).toEqual([1, ["FIRST line", "second line"]]);
    appendFileSync(path, "third\n");
    expect((await reads())[1]).toEqual(["FIRST line", "second line", "third"]);
  });
});

it("keeps a vocabulary that was learned, with and without the tokens", async () => {
  const cacheFolder = join(madeFolder(), "cache");
  const path = madeFile("t.txt", words);
  const open = async (options: TextOptions) => {
    const { phases, onProgress } = counting();
    const source = await opening(path, {
      cacheFolder,
      keepAfter: 0,
      tokenizer: { kind: "bpe", vocabularySize: 300 },
      onProgress,
      ...options,
    });
    return { phases, source };
  };
  const first = await open({});
  expect(first.phases).toEqual(["vocabulary", "tokens"]);
  const second = await open({});
  expect(second.phases).toEqual([]);
  expect(second.source.tokenizer.vocabulary).toEqual(first.source.tokenizer.vocabulary);
  expect((await open({ per: "paragraph" })).phases).toEqual(["vocabulary", "tokens"]);
  // Who goes on with that tokenizer finds its tokens, too.
  expect((await open({ tokenizer: first.source.tokenizer })).phases).toEqual([]);
});

it("keeps nothing where it was quick, or nothing is to be kept", async () => {
  const cacheFolder = join(madeFolder(), "cache");
  const path = madeFile("t.txt", "a few words\n");
  await opening(path, { cacheFolder, keepAfter: 3600 });
  expect(await cacheEntries(cacheFolder)).toEqual([]);
  vi.stubEnv("UNLABEL_CACHE_LIMIT", "0");
  try {
    const source = await opening(path, { cacheFolder, keepAfter: 0 });
    expect(source.notes).toHaveLength(1);
    expect(await cacheEntries(cacheFolder)).toEqual([]);
  } finally {
    vi.unstubAllEnvs();
  }
});

it("goes on in memory where the cache cannot be written to, and says so", async () => {
  const blocked = madeFile("file", "no folder");
  for (const memoryBudget of [2 ** 26, 1000]) {
    const source = await opening(madeFile("t.txt", words), {
      cacheFolder: blocked,
      keepAfter: 0,
      memoryBudget,
    });
    expect(source.storedIn).toBe("memory");
    expect(source.length).toBe(4_000);
    expect(source.notes.at(-1)).toMatch(/^The tokens .* cannot be written to .*in memory/);
  }
});

it("makes tokens anew where what was kept is damaged, whichever byte it is", async () => {
  const cacheFolder = join(madeFolder(), "cache");
  const path = madeFile("t.txt", words);
  const open = (memoryBudget: number) =>
    opening(path, { cacheFolder, keepAfter: 0, memoryBudget, longest: 20 });
  const right = await (await open(2 ** 26)).fingerprints!();
  const [name] = readdirSync(cacheFolder).filter((file) => file.endsWith(".bin"));
  const file = join(cacheFolder, name!);
  const sound = readFileSync(file);
  for (const at of [0, 70_000, sound.length - 2000, sound.length - 1]) {
    const damaged = Buffer.from(sound);
    damaged[at]! ^= 1;
    writeFileSync(file, damaged);
    const source = await open(2 ** 26);
    expect(source.notes.at(-1)).toContain("were damaged or of another version: they are made anew");
    expect(await source.fingerprints!()).toEqual(right);
    expect(readFileSync(file).equals(sound)).toBe(true);
  }
  // Read from disk, it is found when it is asked for.
  const damaged = Buffer.from(sound);
  damaged[70_000]! ^= 1;
  writeFileSync(file, damaged);
  const source = await open(1000);
  expect(source.storedIn).toBe("disk");
  await expect(source.fingerprints!()).rejects.toThrow("run the command again, which makes them anew");
  expect(await (await open(1000)).fingerprints!()).toEqual(right);
});

it("leaves nothing half written when it is stopped, or an input is no text", async () => {
  const cacheFolder = join(madeFolder(), "cache");
  const path = madeFile("t.txt", `${`${words}\n`.repeat(8)}\0`);
  await expect(openTexts(path, { cacheFolder, keepAfter: 0, memoryBudget: 1000 })).rejects.toThrow(
    "zero byte",
  );
  expect(readdirSync(cacheFolder)).toEqual([]);
});
