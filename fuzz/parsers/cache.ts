import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { openImages } from "#rooms/data";
import { expectThat, type Parser, type Reader } from "../parser.js";

const count = 6;

export const cacheRecords: Parser = {
  name: "cache-records",
  reads: "decoded pictures in the cache: their bytes",
  ending: "bin",
  cost: 24,
  words: [],
  prepare: (folder) => cacheReader(folder, ".bin"),
};

export const cacheSidecar: Parser = {
  name: "cache-sidecar",
  reads: "decoded pictures in the cache: what they are",
  ending: "json",
  cost: 24,
  words: ["name", "of", "shape", "records", "skipped", "unread", "tables", "digest", "unlabel-pictures-1"],
  prepare: (folder) => cacheReader(folder, ".json"),
};

/** Whatever became of the cache, pictures are those of the files: read from it, or decoded anew. */
async function cacheReader(folder: string, ending: ".bin" | ".json"): Promise<Reader> {
  const [pictures, cache] = [join(folder, "pictures"), join(folder, "cache")];
  await mkdir(pictures);
  for (let i = 0; i < count; i++) {
    const create = { width: 6, height: 6, channels: 3, background: { r: 40 * i, g: 9, b: 200 } } as const;
    await sharp({ create })
      .png()
      .toFile(join(pictures, `${i}.png`));
  }
  // One that is no picture is left out, and the cache knows it.
  await writeFile(join(pictures, "broken.png"), "no picture");
  const open = async (store: "memory" | "disk") => {
    const source = await openImages(pictures, { cacheFolder: cache, keepAfter: 0, store, maxSkipped: 0.5 });
    try {
      const { images } = await source.read(Int32Array.from({ length: source.length }, (_, i) => i));
      const ids = Array.from({ length: source.length }, (_, i) => source.id(i));
      return JSON.stringify([Buffer.from(images).toString("base64"), ids, source.skipped]);
    } finally {
      await source.close();
    }
  };
  const right = await open("memory");
  const names = await readdir(cache);
  const files = await Promise.all(
    names.map(async (name) => [join(cache, name), await readFile(join(cache, name))] as const),
  );
  const [path, bytes] = files.find(([name]) => name.endsWith(ending))!;
  return {
    samples: [{ name: "cache", form: ending === ".json" ? "json" : "bytes", bytes: new Uint8Array(bytes) }],
    async read(input, _, random) {
      for (const [name, content] of files) await writeFile(name, name === path ? input : content);
      // The first may refuse what it reads bit by bit from disk; the same command then decodes anew.
      const first = await open(random.pick(["memory", "disk"])).catch((error: unknown) => error);
      const second = await open("memory");
      expectThat(second === right, "the second command has other pictures");
      if (first instanceof Error) throw first;
      expectThat(first === right, "other pictures than in the files");
    },
  };
}
