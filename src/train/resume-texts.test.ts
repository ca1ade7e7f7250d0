/** Runs of texts that are stopped and go on end with the same bits. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bagOfWords, type Encoder, gru, transformer } from "../encoders/index.js";
import { type Method, methods } from "../methods/index.js";
import { checkpointPaths, runFolder } from "../runs/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { pretrain } from "./pretrain.js";

let folder = "";
let options: PretrainOptions;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-resume-texts-"));
  const words = ["sun", "moon", "star", "sea", "land", "rain"];
  const line = (i: number) =>
    Array.from({ length: 3 + (i % 4) }, (_, k) => words[(i * 5 + k * (1 + (i % 2))) % 6]).join(" ");
  await writeFile(join(folder, "lines.txt"), Array.from({ length: 40 }, (_, i) => line(i)).join("\n"));
  options = {
    ...{ data: join(folder, "lines.txt"), longest: 10, tokenizer: "characters", cacheFolder: "none" },
    ...{ batchSize: 8, steps: 4, threads: 1 },
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lastCheckpoint(run: string): Promise<Buffer> {
  return readFile((await checkpointPaths(runFolder(run).checkpoints))[0] as string);
}

/** Runs until after a step, as Ctrl-C would stop it. */
async function runUntil(stop: number, given: PretrainOptions | { readonly resume: string }): Promise<void> {
  const controller = new AbortController();
  for await (const event of pretrain({ ...given, signal: controller.signal })) {
    if (event.type === "step" && event.step === stop) controller.abort();
  }
}

const small = transformer({ width: 8, depth: 1, heads: 2 });
const cases: readonly (readonly [name: string, options: Record<string, unknown>, encoder: Encoder])[] = [
  ["masked-language-model", { nextSentence: true }, small],
  ["causal-language-model", {}, gru({ width: 8 })],
  ["simcse", {}, small],
  ["tsdae", {}, bagOfWords({ width: 8 })],
  ["denoising-text", {}, small],
  ["vampire", { topics: 4 }, bagOfWords({ width: 8 })],
];

it("are of every method of texts", () => {
  const ofTexts = [...methods.values()].filter(({ definition }) => definition.reads === "tokens");
  expect(cases.map(([name]) => name)).toEqual(
    expect.arrayContaining(ofTexts.map(({ definition }) => definition.name)),
  );
});

it.each(cases)("%s %o", async (name, own, encoder) => {
  const method = methods.get(name)?.(own as never) as Method;
  // Readings of what is held out leave no trace: one method has them.
  const given = { ...options, encoder, method, holdout: name === "causal-language-model" ? 4 : 0 };
  const [whole, stopped] = [join(folder, `${name}-whole`), join(folder, `${name}-stopped`)];
  await runUntil(0, { ...given, out: whole });
  await runUntil(2, { ...given, out: stopped });
  await runUntil(0, { resume: stopped });
  expect((await lastCheckpoint(stopped)).equals(await lastCheckpoint(whole))).toBe(true);
});
