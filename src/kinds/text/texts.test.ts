import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transformer } from "../../encoders/index.js";
import { evaluateRun } from "../../evaluate/index.js";
import { findNeighbours } from "../../export/index.js";
import { readRunConfig } from "../../runs/index.js";
import { resolveRun } from "../../settle/index.js";
import { pretrain } from "../../train/index.js";

let folder = "";
const encoder = transformer({ width: 16, depth: 1, heads: 2 });

/** Two classes of sentences with words of their own. */
const subjects = [
  ["the cat", "a dog", "my horse", "one bird"],
  ["the engine", "a motor", "my wheel", "one brake"],
] as const;
const verbs = ["sees", "hears", "follows", "leaves", "finds"];
const sentence = (i: number) => {
  const own = subjects[i % 2]!;
  return `${own[(i >> 1) % 4]} ${verbs[(i * 7) % 5]} ${own[(i * 5 + 1) % 4]}`;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-texts-"));
  const rows = Array.from({ length: 96 }, (_, i) => ({ text: sentence(i), label: ["animal", "car"][i % 2] }));
  await writeFile(join(folder, "all.jsonl"), rows.map((row) => JSON.stringify(row)).join("\n"));
  await writeFile(join(folder, "all.txt"), rows.map(({ text }) => text).join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Trains; resolves to what is told of the data. */
async function train(options: Parameters<typeof pretrain>[0]): Promise<readonly string[]> {
  let notes: readonly string[] = [];
  for await (const event of pretrain(options)) if (event.type === "started") notes = event.notes;
  return notes;
}

const usual = { batchSize: 8, threads: 1, seed: 5, encoder, cacheFolder: "none" } as const;

describe("a run of texts", () => {
  it("keeps the tokenizer that it learned, and needs no other to read the same texts again", async () => {
    const out = join(folder, "masked");
    const notes = await train({ ...usual, data: join(folder, "all.jsonl"), out, steps: 4, longest: 12 });
    expect(notes.join(" ")).toMatch(/96 texts with \d+ tokens/);
    const { data, method } = await readRunConfig(out);
    expect(method.name).toBe("masked-language-model");
    expect(data).toMatchObject({ kind: "text", longest: 12, cut: "texts" });
    const asked = {
      run: out,
      probes: ["knn", "linear"] as const,
      budgets: ["all"],
      seeds: 1,
      cacheFolder: "none",
    };
    for await (const event of evaluateRun({ ...asked, encoder })) {
      if (event.type !== "finished") continue;
      const plain = event.evaluation.rows.filter(({ arm }) => arm === "plain");
      expect(plain.map(({ layer }) => layer)).toEqual(["TF-IDF", "TF-IDF"]);
      // Words tell the classes apart, so counts of words do.
      for (const { accuracy } of plain) expect(accuracy).toBe(1);
    }
    const options = { query: "a dog sees my horse", k: 2, encoder, cacheFolder: "none" };
    const { query, neighbours } = await findNeighbours(out, join(folder, "all.jsonl"), options);
    expect(query).toMatchObject({ index: null, line: "a dog sees my horse" });
    expect(neighbours.map(({ line }) => line)).toEqual(neighbours.map(({ index }) => sentence(index)));
  });

  it("learns all the words there are where texts are few, and says so where more were asked for", async () => {
    const few = { ...usual, data: join(folder, "all.txt"), longest: 12 };
    const { config, source } = await resolveRun(few);
    await source.close();
    expect(config.data).toMatchObject({ kind: "text", tokenizer: { model: { type: "WordPiece" } } });
    await expect(resolveRun({ ...few, vocabularySize: 5000 })).rejects.toThrow(
      /fewer than the 5000 that were asked for/,
    );
  });

  it("reads other texts by its own tokenizer only", async () => {
    const asked = { query: "0", encoder, cacheFolder: "none", longest: 99 };
    await expect(findNeighbours(join(folder, "masked"), join(folder, "all.txt"), asked)).rejects.toThrow(
      /`longest` would change that/,
    );
  });

  it("takes a tokenizer.json, and names what is none", async () => {
    const { data } = await readRunConfig(join(folder, "masked"));
    const path = join(folder, "tokenizer.json");
    await writeFile(path, JSON.stringify("tokenizer" in data ? data.tokenizer : {}));
    const given = { ...usual, data: join(folder, "all.txt"), longest: 12 };
    const { config, source } = await resolveRun({ ...given, tokenizer: path });
    await source.close();
    expect("tokenizer" in config.data && config.data.tokenizer).toEqual(
      JSON.parse(await readFile(path, "utf8")),
    );
    await expect(resolveRun({ ...given, tokenizer: "words" })).rejects.toThrow(
      /There is no tokenizer at words/,
    );
  });
});
