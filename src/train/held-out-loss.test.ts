import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gru } from "../encoders/index.js";
import { measureSurprise } from "../evaluate/index.js";
import { readJsonl } from "../formats/index.js";
import { causalLanguageModel, simcse } from "../methods/index.js";
import { pretrain } from "./pretrain.js";

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-held-out-"));
  const words = ["red", "blue", "green", "one", "two", "three"];
  const line = (i: number) =>
    `${words[i % 3]} ${words[(i + 1) % 3]} ${words[3 + (i % 2)]} ${words[3 + ((i + 1) % 3)]}`;
  await writeFile(at("lines.txt"), Array.from({ length: 420 }, (_, i) => line(i)).join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const common = () => ({
  ...{
    data: at("lines.txt"),
    longest: 24,
    tokenizer: "characters",
    batchSize: 32,
    threads: 1,
    learningRate: 5e-3,
  },
  ...{ encoder: gru({ width: 16, dropout: 0 }), cacheFolder: at("cache") },
});

describe("the loss on texts held out", () => {
  it("is read at the end of each epoch, of samples that nobody said, and falls", async () => {
    const found: { readonly step: number; readonly loss: number; readonly samples: number }[] = [];
    for await (const event of pretrain({
      ...common(),
      ...{ out: at("run"), method: causalLanguageModel(), epochs: 4 },
    })) {
      if (event.type === "started") expect(event.config.data.holdout).toBe(21);
      if (event.type === "heldOut") found.push(event);
    }
    expect(found.map(({ step, samples }) => [step, samples])).toEqual([
      [12, 21],
      [24, 21],
      [36, 21],
      [48, 21],
    ]);
    expect(found.at(-1)!.loss).toBeLessThan(found[0]!.loss);
    const rows = await readJsonl(join(at("run"), "metrics.jsonl"));
    expect(rows.filter((row) => (row as { type: string }).type === "heldOut")).toHaveLength(4);
    // What is measured of the finished run, on the same samples.
    const measured = await measureSurprise({ run: at("run"), cacheFolder: at("cache") });
    expect(measured.samples).toBe(21);
    expect(measured.nats).toBeCloseTo(found.at(-1)!.loss, 4);
    // Of 399 lines; after one letter others follow, so counts of pairs tell more than counts.
    const { unigram, bigram, counted } = measured.baselines!;
    expect(counted).toBeGreaterThan(399 * 10);
    expect(bigram).toBeLessThan(unigram);
    expect(unigram).toBeLessThan(Math.log(30));
  });

  it("is not there where nothing is predicted: then texts without labels are all trained on", async () => {
    const quiet = { ...common(), encoder: gru({ width: 8 }), method: simcse(), steps: 2 };
    for await (const event of pretrain({ ...quiet, out: at("other") })) {
      expect(event.type).not.toBe("heldOut");
      if (event.type === "started") expect(event.config.data.holdout).toBe(0);
    }
    const asked = async () => {
      for await (const _ of pretrain({ ...quiet, out: at("third"), holdout: 20 }));
    };
    await expect(asked()).rejects.toThrow(/nor has simcse a loss of samples that are held out/);
  });
});
