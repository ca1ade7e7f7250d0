import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openTexts } from "#rooms/texts";
import { expectThat, type Parser, type Reader } from "../parser.js";

export const keptTokens: Parser = {
  name: "kept-tokens",
  reads: "tokens in the cache: their bytes",
  ending: "bin",
  cost: 16,
  words: [],
  prepare: (folder) => tokenReader(folder, ".bin"),
};

export const keptTokensSidecar: Parser = {
  name: "kept-tokens-sidecar",
  reads: "tokens in the cache: what they are",
  ending: "json",
  cost: 16,
  words: ["name", "of", "holds", "bytes", "told", "tokens", "texts", "table", "digest", "unlabel-blocks-1"],
  prepare: (folder) => tokenReader(folder, ".json"),
};

/** Whatever became of the cache, tokens are those of the file: read from it, or made anew. */
async function tokenReader(folder: string, ending: ".bin" | ".json"): Promise<Reader> {
  const [path, cache] = [join(folder, "t.txt"), join(folder, "cache")];
  await mkdir(cache);
  await writeFile(path, Array.from({ length: 2000 }, (_, i) => `line ${i * i} of a text`).join("\n"));
  const open = async (memoryBudget: number) => {
    const source = await openTexts(path, { cacheFolder: cache, keepAfter: 0, memoryBudget, longest: 32 });
    try {
      const { tokens } = await source.read(Int32Array.from({ length: source.length }, (_, i) => i));
      const ids = Array.from({ length: source.length }, (_, i) => source.id(i));
      return JSON.stringify([Buffer.from(tokens.buffer).toString("base64"), ids]);
    } finally {
      await source.close();
    }
  };
  const [memory, disk] = [2 ** 26, 100];
  const right = await open(memory);
  const names = await readdir(cache);
  const files = await Promise.all(
    names.map(async (name) => [join(cache, name), await readFile(join(cache, name))] as const),
  );
  const [damaged, bytes] = files.find(([name]) => name.endsWith(ending))!;
  return {
    samples: [{ name: "tokens", form: ending === ".json" ? "json" : "bytes", bytes: new Uint8Array(bytes) }],
    async read(input, _, random) {
      for (const [name, content] of files) await writeFile(name, name === damaged ? input : content);
      // The first may refuse what it reads bit by bit from disk; the same command then makes tokens anew.
      const first = await open(random.pick([memory, disk])).catch((error: unknown) => error);
      const second = await open(memory);
      expectThat(second === right, "the second command has other tokens");
      if (first instanceof Error) throw first;
      expectThat(first === right, "other tokens than in the file");
    },
  };
}
