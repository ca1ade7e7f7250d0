/** Runs of texts exported, and loaded as their cards promise: transformers.js gives the numbers of embed, fill and generate. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AutoModel, AutoTokenizer, env, pipeline } from "@huggingface/transformers";
import { beforeAll, describe, expect, it } from "vitest";
import { bagOfWords, gru, transformer } from "../../encoders/index.js";
import { ConfigError } from "../../errors.js";
import { decodeNpy } from "../../formats/index.js";
import { fillBlanks, generateTexts } from "../../generate/index.js";
import { causalLanguageModel, maskedLanguageModel, simcse, vampire } from "../../methods/index.js";
import type { PretrainOptions } from "../../settle/index.js";
import { pretrain } from "../../train/index.js";
import { type Exported, embedRun, exportRun } from "../index.js";
import { temporaryFolder } from "../tiny-run.suite.js";
import { openTextSession } from "./text-session.js";

const meals = [
  "The man ate the carrot.",
  "The woman ate the apple.",
  "The dog ran to the house of the man.",
  "The man ate the bread.",
  "A cat sat on the roof of the house.",
  "The woman ate the carrot with the fork.",
  "The man ran.",
];

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  env.allowRemoteModels = false;
});

/** A run on sentences of unequal length, exported. */
async function exportedRun(
  name: string,
  options: Partial<PretrainOptions>,
): Promise<{ run: string; exported: Exported }> {
  const [data, out] = [join(folder, `${name}.txt`), join(folder, name)];
  await writeFile(data, Array.from({ length: 60 }, (_, i) => `${meals[(i * 5) % meals.length]}\n`).join(""));
  const settings = { data, out, batchSize: 16, learningRate: 1e-2, longest: 16, threads: 1, steps: 8 };
  for await (const _ of pretrain({ ...settings, monitorEvery: 1000, cacheFolder: "none", ...options }));
  return { run: out, exported: await exportRun(out) };
}

/** What `unlabel embed` gives of some lines. */
async function embedded(run: string, lines: readonly string[]): Promise<Float32Array> {
  const [data, out] = [join(folder, "asked.txt"), join(folder, "asked.npy")];
  await writeFile(data, `${lines.join("\n")}\n`);
  await embedRun(run, data, { out, cacheFolder: "none" });
  return decodeNpy(await readFile(out)).data as Float32Array;
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThan(tolerance);
}

const json = async (file: string) => JSON.parse(await readFile(file, "utf8"));
const small = (options = {}) => transformer({ width: 32, depth: 2, dropout: 0, ...options });

describe("a masked language model", () => {
  let run: string;
  let exported: Exported;
  beforeAll(async () => {
    const method = maskedLanguageModel({ share: 0.3 });
    ({ run, exported } = await exportedRun("masked", { method, encoder: small(), steps: 40 }));
  });

  it("is checked on texts of unequal length, vectors and scores", () => {
    expect(Object.keys(exported.checks)).toEqual([
      "model.onnx",
      "onnx/model.onnx",
      "onnx/model.onnx, logits",
    ]);
    expect(exported.checks["model.onnx"].batches).toEqual([1, 2, 7, 22]);
    for (const check of Object.values(exported.checks)) expect(check.relativeDifference).toBeLessThan(1e-5);
  });

  it("gives the vectors of embed as feature-extraction with the mean, of a batch of unequal texts", async () => {
    const extract = await pipeline("feature-extraction", exported.folder);
    const lines = [meals[2]!, meals[6]!, meals[0]!];
    const { data, dims } = await extract(lines, { pooling: "mean" });
    expect(dims).toEqual([3, 32]);
    expectClose(data as Float32Array, await embedded(run, lines));
  });

  it("cuts a text that is too long without its closing token there, as the card says", async () => {
    const long = Array(4).fill(meals[2]).join(" ");
    const tokenizer = await AutoTokenizer.from_pretrained(exported.folder);
    const { input_ids: ids } = tokenizer(long, { padding: true, truncation: true });
    expect(ids.dims).toEqual([1, 16]);
    const [whole, cut] = [tokenizer.encode(long), Array.from(ids.data as BigInt64Array, Number)];
    expect(cut).toEqual(whole.slice(0, 16));
    const extract = await pipeline("feature-extraction", exported.folder);
    const there = (await extract(long, { pooling: "mean" })).data as Float32Array;
    const form = { logits: false, segments: false, layers: [] };
    const session = await openTextSession(await readFile(join(exported.folder, "model.onnx")), form, 0);
    expectClose(there, (await session.run([Int32Array.from(cut)])).embedding);
    const ours = [...cut.slice(0, 15), whole.at(-1)!];
    const own = (await session.run([Int32Array.from(ours)])).embedding;
    expectClose(own, await embedded(run, [long]));
    expect(Math.max(...own.map((value, i) => Math.abs(value - there[i]!)))).toBeGreaterThan(1e-3);
    await session.release();
    const card = await readFile(join(exported.folder, "README.md"), "utf8");
    expect(card).toMatch(/transformers\.js cuts the closing token off/);
  });

  it("fills the first mask with the probabilities of fill", async () => {
    const text = "The man ate the [MASK].";
    const fill = await pipeline("fill-mask", exported.folder);
    const { blanks } = await fillBlanks({ run, text });
    const said = (await fill(text, { top_k: 4 })) as { token: number; score: number }[];
    for (const { token, score } of said) expect(score).toBeCloseTo(blanks[0]!.probabilities[token]!, 5);
    expect(said).toHaveLength(4);
    const twice = (await fill("The [MASK] ate the [MASK].", { top_k: 1 })) as { sequence: string }[];
    expect(twice[0]!.sequence).not.toContain("[MASK]");
    const card = await readFile(join(exported.folder, "README.md"), "utf8");
    expect(card).toMatch(/fills the first mask of a text and leaves the others out/);
  });

  it("leaves out what a model of another kind had, and what Python would take for its own", async () => {
    expect(exported.files).toContain("weights.safetensors");
    expect(exported.files).not.toContain("model.safetensors");
    await writeFile(join(exported.folder, "preprocessor_config.json"), "{}");
    const again = await exportRun(run);
    await expect(readFile(join(again.folder, "preprocessor_config.json"))).rejects.toThrow("ENOENT");
    await expect(exportRun(run, undefined, { input: "uint8" })).rejects.toThrow(ConfigError);
  });
});

describe("a causal language model", () => {
  it.each(["learned", "rotary"] as const)(
    "writes the ten greedy tokens of generate, with %s positions",
    async (positions) => {
      const { run, exported } = await exportedRun(`causal-${positions}`, {
        method: causalLanguageModel(),
        encoder: small({ positions }),
        longest: 32,
        steps: 40,
      });
      expect(exported.checks["onnx/model.onnx, logits"]!.relativeDifference).toBeLessThan(1e-5);
      const prompts = ["The man", "A cat sat on", "The"];
      const ours = await generateTexts({ run, prompts, tokens: 10, temperature: 0 });
      const write = await pipeline("text-generation", exported.folder);
      const theirs = (await write(prompts, {
        max_new_tokens: 10,
        return_full_text: false,
      })) as { generated_text: string }[][];
      const plain = (text: string) => text.replace(/\s+/g, " ").trim();
      expect(theirs.map(([one]) => plain(one!.generated_text))).toEqual(ours.map(({ text }) => plain(text)));
      expect(Math.max(...ours.map(({ tokens }) => tokens))).toBeGreaterThan(3);
      // What closes a text is not put behind one that is to be written on.
      const card = await readFile(join(exported.folder, "README.md"), "utf8");
      const [, closing = ""] = /write `(.+)` behind the text/.exec(card) ?? [];
      const extract = await pipeline("feature-extraction", exported.folder);
      const lines = [meals[2]!, meals[6]!];
      const { data } = await extract(
        lines.map((line) => `${line}${closing}`),
        { pooling: "mean" },
      );
      expectClose(data as Float32Array, await embedded(run, lines));
    },
  );

  it("is left to vectors where it keeps no keys: it would be asked with the newest token alone", async () => {
    const { exported } = await exportedRun("causal-gru", {
      method: causalLanguageModel(),
      encoder: gru({ width: 16, dropout: 0 }),
    });
    expect((await json(join(exported.folder, "config.json"))).model_type).toBe("unlabel");
    await expect(pipeline("text-generation", exported.folder)).rejects.toThrow("Unsupported model type");
  });
});

describe("other runs of texts", () => {
  it("give vectors however they pool: those of a recurrent encoder too, which is made for one length", async () => {
    const encoder = gru({ width: 16, dropout: 0.1 });
    const { run, exported } = await exportedRun("recurrent", { method: simcse(), encoder });
    expect((await json(join(exported.folder, "export.json"))).pooling).toBe("last_token");
    const lines = [meals[2]!, meals[6]!, meals[0]!];
    const [tokenizer, model] = [
      await AutoTokenizer.from_pretrained(exported.folder),
      await AutoModel.from_pretrained(exported.folder),
    ];
    const { embedding } = await model(tokenizer(lines, { padding: true, truncation: true }));
    expectClose(embedding.data, await embedded(run, lines));
  });

  it("give the vector of a text where there is none a token", async () => {
    const { run, exported } = await exportedRun("bag", {
      method: vampire({ topics: 4 }),
      encoder: bagOfWords({ width: 16 }),
    });
    const lines = [meals[2]!, meals[6]!];
    const extract = await pipeline("feature-extraction", exported.folder);
    const { data } = await extract(lines, { pooling: "mean" });
    expectClose(data as Float32Array, await embedded(run, lines));
  });

  it("are told parts of a pair where training did", async () => {
    const method = maskedLanguageModel({ nextSentence: true });
    const { run, exported } = await exportedRun("pairs", { method, encoder: small() });
    const tokenizer = await AutoTokenizer.from_pretrained(exported.folder);
    const model = await AutoModel.from_pretrained(exported.folder);
    const alone = await model(tokenizer(meals[0]!));
    expectClose(alone.embedding.data, await embedded(run, [meals[0]!]));
    const pair = tokenizer(meals[6]!, { text_pair: meals[3]!, return_token_type_ids: true });
    const told = (await model(pair)).embedding.data as Float32Array;
    pair.token_type_ids!.data.fill(0n);
    const untold = (await model(pair)).embedding.data as Float32Array;
    expect(Math.max(...told.map((value, i) => Math.abs(value - untold[i]!)))).toBeGreaterThan(1e-4);
    const { inputs } = await json(join(exported.folder, "export.json"));
    expect(inputs["model.onnx"]).toEqual(["input_ids", "attention_mask", "token_type_ids"]);
  });

  it("of windows put nothing beside a text", async () => {
    const { exported } = await exportedRun("windows", {
      method: maskedLanguageModel(),
      encoder: small({ pooling: "first" }),
      cut: "windows",
      // Few lengths to compare models at.
      longest: 6,
    });
    const tokenizer = await AutoTokenizer.from_pretrained(exported.folder);
    expect(tokenizer.encode(meals[0]!)).toEqual(tokenizer.encode(meals[0]!, { add_special_tokens: false }));
    expect((await json(join(exported.folder, "export.json"))).pooling).toBe("first_token");
  });
});
