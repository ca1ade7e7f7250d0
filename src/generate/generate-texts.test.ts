import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { CheckpointError, ConfigError, DataError } from "../errors.js";
import { nextTokenNet } from "../steps/index.js";
import {
  continueTexts,
  fillBlanks,
  generateTexts,
  netModel,
  openTextRun,
  streamTexts,
  type WrittenText,
} from "./index.js";
import { causalRun, maskedRun, temporaryFolder, windowsRun } from "./made-texts.suite.js";
import { promptTokens } from "./prompt-tokens.js";
import { stateFor } from "./text-run.js";

let folder: string;
let causal: string;
let masked: string;
let windows: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  causal = await causalRun(folder);
  masked = await maskedRun(folder);
  windows = await windowsRun(folder);
});

const engine = inlineEngine({ threads: 1 });
afterAll(() => engine.dispose());

const words = (text: string) => text.split(" ").filter((word) => word !== "");

/** Probabilities of each token after a prompt: a search as wide as the vocabulary, one step deep. */
async function nextWords(run: string, prompt: string): Promise<ReadonlyMap<string, number>> {
  const { facts } = await openTextRun(run, "A test");
  const sayable = facts.vocabulary - Object.keys(facts.specials).length + 1;
  const all = await generateTexts({
    engine,
    run,
    prompts: [prompt],
    tokens: 1,
    beams: sayable,
    count: sayable,
  });
  expect(all.reduce((sum, { logProbability }) => sum + Math.exp(logProbability), 0)).toBeCloseTo(1, 4);
  return new Map(all.map(({ text, logProbability }) => [text, Math.exp(logProbability)]));
}

describe("generateTexts", () => {
  it("holds a carrot for far likelier than of, after the man ate the", async () => {
    const next = await nextWords(causal, "The man ate the");
    expect(next.get(" carrot")!).toBeGreaterThan(20 * next.get(" of")!);
    expect(next.get(" carrot")! + next.get(" bread")!).toBeGreaterThan(0.5);
    // After other words it is the other way round.
    const house = await nextWords(causal, "The dog ran to the house");
    expect(house.get(" of")!).toBeGreaterThan(20 * house.get(" carrot")!);
  });

  it("reads on from what is kept of a trained run as if it read everything again: ten tokens, to 1e-4", async () => {
    const run = await openTextRun(causal, "A test");
    const { vocabulary, longest } = run.facts;
    const [keeping, reading] = await Promise.all(
      [true, false].map((keep) =>
        netModel({
          ...{ engine, net: nextTokenNet(run), state: (scope) => stateFor(run, scope), keep },
          ...{ vocabulary, longest, rows: 2 },
        }),
      ),
    );
    expect([keeping!.keeps, reading!.keeps]).toEqual([true, false]);
    const prompts = ["The man", "A cat sat on"].map((prompt) => promptTokens(run, prompt));
    let [kept, whole] = [await keeping!.open(prompts), await reading!.open(prompts)];
    for (let step = 0; step < 10; step++) {
      for (const [i, value] of kept.entries()) expect(Math.abs(value - whole[i]!)).toBeLessThan(1e-4);
      const rows = [0, 1].map((row) => kept.subarray(row * vocabulary, (row + 1) * vocabulary));
      const tokens = Int32Array.from(rows, (row) => row.indexOf(Math.max(...row)));
      // They change places at every step.
      const parents = Int32Array.of(1, 0);
      tokens.reverse();
      [kept, whole] = [await keeping!.next(parents, tokens), await reading!.next(parents, tokens)];
    }
    await Promise.all([keeping!.dispose(), reading!.dispose()]);
  });

  it("writes sentences like those it learned, which end, the likeliest as a search finds them", async () => {
    const [greedy] = await generateTexts({ engine, run: causal, prompts: ["The dog ran"], temperature: 0 });
    expect(greedy!.ended).toBe("end");
    expect(words(greedy!.text)).toEqual(words("to the house of the man ."));
    const found = await generateTexts({ engine, run: causal, prompts: ["The dog ran"], beams: 4, count: 2 });
    expect(words(found[0]!.text)).toEqual(words(greedy!.text));
    expect(found[0]!.logProbability).toBeGreaterThanOrEqual(greedy!.logProbability - 1e-4);
    expect(found[0]!.score).toBeGreaterThan(found[1]!.score!);
  });

  it("shows texts as they come, the same as at the end, and the same for the same seed", async () => {
    const options = { engine, run: causal, prompts: ["The man", ""], count: 2, tokens: 12, seed: 7 };
    const pieces = ["", "", "", ""];
    const writing = streamTexts(options);
    let texts: WrittenText[] = [];
    for (;;) {
      const step = await writing.next();
      if (step.done === true) {
        texts = step.value;
        break;
      }
      pieces[step.value.text] += step.value.piece;
    }
    expect(texts.map(({ text }) => text)).toEqual(pieces);
    expect(texts.map(({ prompt }) => prompt)).toEqual(["The man", "The man", "", ""]);
    expect(texts.some(({ text }) => /\[|\]/.test(text))).toBe(false);
    expect(await generateTexts(options)).toEqual(texts);
    expect(await generateTexts({ ...options, seed: 8 })).not.toEqual(texts);
    // One prompt alone is continued as among others.
    const greedy = { engine, run: causal, temperature: 0, tokens: 9 };
    const both = await generateTexts({ ...greedy, prompts: ["The man", "A cat sat on"] });
    for (const [i, prompt] of ["The man", "A cat sat on"].entries()) {
      const [alone] = await generateTexts({ ...greedy, prompts: [prompt] });
      expect(alone).toEqual({ ...both[i], logProbability: expect.closeTo(both[i]!.logProbability, 4) });
    }
  });

  it("ends a text before what it is told to stop at", async () => {
    const options = { engine, run: windows, prompts: ["The dog ran"], temperature: 0, tokens: 14 };
    const [whole] = await generateTexts(options);
    const end = whole!.text.slice(9, 14);
    const at = whole!.text.indexOf(end);
    expect(at).toBeGreaterThan(0);
    const pieces: string[] = [];
    const writing = streamTexts({ ...options, stop: [end, "never said"] });
    let step = await writing.next();
    for (; step.done !== true; step = await writing.next()) pieces.push(step.value.piece);
    expect(step.value).toMatchObject([{ text: whole!.text.slice(0, at), ended: "stop" }]);
    // Nothing of it was shown.
    expect(pieces.join("")).toBe(whole!.text.slice(0, at));
    const [found] = await generateTexts({ ...options, temperature: undefined, beams: 2, stop: [end] });
    expect(found!.text).not.toContain(end);
  });

  it("goes on through windows of texts, a line a text, beyond what the model sees at once", async () => {
    const [text] = await generateTexts({
      engine,
      run: windows,
      prompts: ["The man"],
      temperature: 0,
      tokens: 80,
    });
    expect(text).toMatchObject({ tokens: 80, ended: "length" });
    const lines = `${text!.prompt}${text!.text}`.split("\n");
    expect(lines.length).toBeGreaterThan(2);
  });

  it("refuses what it cannot go on from, in a sentence each", async () => {
    const refusal = (options: object) =>
      generateTexts({ engine, run: causal, ...options }).catch((error: Error) => error);
    for (const [options, kind, message] of [
      [{ prompts: ["The ß and the Ω"] }, DataError, "never saw ß Ω when it was trained"],
      [{ prompts: ["the ".repeat(20)] }, DataError, "has 21 tokens, and the model sees 16 at once"],
      [{ run: masked }, ConfigError, "and this run's method is masked-language-model."],
      [{ run: folder }, CheckpointError, ""],
      [{ count: 0 }, ConfigError, "Texts for a prompt (`count`)"],
      [{ beams: 2, count: 3 }, ConfigError, "hands back as many at most"],
      [{ beams: 2, topK: 3 }, ConfigError, "`topK` is an option of drawing"],
      [{ alpha: 1 }, ConfigError, "`alpha` is an option of a search in beams"],
      [{ stop: [""] }, ConfigError, "has at least one character"],
      [{ topP: 2 }, ConfigError, "(`topP`)"],
    ] as const) {
      const error = await refusal(options);
      expect(error, JSON.stringify(options)).toBeInstanceOf(kind);
      expect(String(error)).toContain(message);
    }
    const cut = await generateTexts({
      run: causal,
      prompts: ["the ".repeat(20)],
      cutPrompts: true,
      tokens: 3,
    });
    expect(cut[0]!.tokens).toBeGreaterThan(0);
  });

  it("stops where it is told to, and gives the engine back", async () => {
    const controller = new AbortController();
    const run = await openTextRun(windows, "A test");
    const writing = continueTexts(run, engine, { prompts: ["The"], tokens: 500, signal: controller.signal });
    await writing.next();
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(
      (async () => {
        while ((await writing.next()).done !== true);
      })(),
    ).rejects.toBe(reason);
  });
});

describe("fillBlanks", () => {
  it("tells the words that stand in blanks, of all the vocabulary", async () => {
    const { blanks, text } = await fillBlanks({ engine, run: masked, text: "The man ate the [MASK]." });
    expect(blanks).toHaveLength(1);
    const [{ candidates, probabilities }] = blanks as [(typeof blanks)[0]];
    const { facts } = await openTextRun(masked, "A test");
    expect(probabilities).toHaveLength(facts.vocabulary);
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    expect(candidates).toHaveLength(5);
    expect(["carrot", "bread"]).toContain(candidates[0]!.token);
    expect(candidates.map(({ probability }) => probability)).toEqual(
      candidates.map(({ id }) => probabilities[id]).sort((a, b) => b! - a!),
    );
    expect(words(text)).toEqual(words(`the man ate the ${candidates[0]!.token} .`));
  });

  it("tells each of several blanks", async () => {
    const { blanks } = await fillBlanks({
      run: masked,
      text: "The [MASK] ate the [MASK].",
      top: 1,
    });
    const [eater, food] = blanks.map(({ candidates }) => candidates.map(({ token }) => token));
    expect(["man", "woman", "dog"]).toContain(eater![0]);
    expect(["carrot", "bread", "apple"]).toContain(food![0]);
    expect([eater!.length, food!.length]).toEqual([1, 1]);
  });

  it("refuses what has no blanks, in a sentence each", async () => {
    for (const [options, kind, message] of [
      [{ text: "The man ate." }, DataError, "has [MASK] where a token is missing, and this one has none"],
      [{ text: `[MASK] ${"the ".repeat(20)}` }, DataError, "has 23 tokens, and the model sees 16 at once"],
      [{ text: "The ß ate [MASK]." }, DataError, "never saw ß"],
      [{ text: "[MASK]", run: causal }, ConfigError, "this run's method is causal-language-model."],
      [{ text: "[MASK]", top: 0 }, ConfigError, "(`top`)"],
    ] as const) {
      const error = await fillBlanks({ engine, run: masked, ...options }).catch((thrown: unknown) => thrown);
      expect(error, options.text).toBeInstanceOf(kind);
      expect(String(error)).toContain(message);
    }
  });
});
