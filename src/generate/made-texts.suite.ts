import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { transformer } from "../encoders/index.js";
import { causalLanguageModel, type Method, maskedLanguageModel } from "../methods/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { pretrain } from "../train/index.js";

const meals = [
  "The man ate the carrot.",
  "The woman ate the apple.",
  "The dog ran to the house of the man.",
  "The man ate the bread.",
  "A cat sat on the roof of the house.",
  "The woman ate the carrot with the fork.",
  "The man ran.",
  "The dog ate the bread of the woman.",
];

/** A folder that goes when the test file ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-generate-"));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A run on sentences about meals, which it learns in a few seconds. */
export async function textRun(
  folder: string,
  name: string,
  method: Method,
  options: Partial<PretrainOptions> = {},
): Promise<string> {
  const [data, out] = [join(folder, `${name}.txt`), join(folder, name)];
  await writeFile(data, Array.from({ length: 200 }, (_, i) => `${meals[(i * 5) % meals.length]}\n`).join(""));
  const encoder = transformer({ width: 32, depth: 1, dropout: 0 });
  const settings = { data, out, method, encoder, batchSize: 16, learningRate: 1e-2, longest: 16, threads: 1 };
  for await (const _ of pretrain({ ...settings, steps: 150, monitorEvery: 1000, ...options }));
  return out;
}

export const causalRun = (folder: string): Promise<string> =>
  textRun(folder, "causal", causalLanguageModel());
export const maskedRun = (folder: string): Promise<string> =>
  textRun(folder, "masked", maskedLanguageModel({ share: 0.3 }));
export const windowsRun = (folder: string): Promise<string> =>
  textRun(folder, "windows", causalLanguageModel(), { cut: "windows", per: "line" });
