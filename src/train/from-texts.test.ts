import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { transformer } from "../encoders/index.js";
import { maskedLanguageModel, simcse } from "../methods/index.js";
import { readRunConfig } from "../runs/index.js";
import { pretrain } from "./pretrain.js";

let folder: string;
const at = (name: string) => join(folder, name);
const write = (name: string, words: readonly string[]) =>
  writeFile(
    at(name),
    Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 6 }, (__, k) => words[(i * 7 + k * k) % words.length]).join(" "),
    ).join("\n"),
  );
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-from-texts-"));
  await write("first.txt", ["amber", "birch", "cedar", "dune", "ember", "fern"]);
  await write("second.txt", ["birch", "fern", "gorse", "heath", "iris"]);
  await run({
    data: at("first.txt"),
    out: at("first"),
    method: maskedLanguageModel(),
    longest: 24,
    tokenizer: "characters",
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(options: Parameters<typeof pretrain>[0]): Promise<void> {
  const usual = {
    encoder: transformer({ width: 8, depth: 1, heads: 2 }),
    steps: 2,
    batchSize: 8,
    threads: 1,
  };
  for await (const _ of pretrain({ ...usual, cacheFolder: "none", ...options } as typeof options));
}

it("a run that starts from another reads texts by the tokens that its encoder knows", async () => {
  await run({ data: at("second.txt"), out: at("second"), method: simcse(), from: at("first") });
  const [first, second] = [await readRunConfig(at("first")), await readRunConfig(at("second"))];
  expect(second.data).toMatchObject({ kind: "text", longest: 24 });
  expect((second.data as { tokenizer?: unknown }).tokenizer).toEqual(
    (first.data as { tokenizer?: unknown }).tokenizer,
  );
});

it("but by others where they are asked for, which its encoder then refuses", async () => {
  const other = { data: at("second.txt"), out: at("third"), method: simcse(), from: at("first") };
  await expect(run({ ...other, tokenizer: "bytes" })).rejects.toThrow(/bytes of 263 entries/);
});
