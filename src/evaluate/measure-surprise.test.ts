import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transformer } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { denoisingText, simcse } from "../methods/index.js";
import { pretrain } from "../train/index.js";
import { measureSurprise } from "./measure-surprise.js";

/** Sentences of a small language, each told apart by its number. */
const line = (i: number) => {
  const [who, what] = [
    ["the man", "a woman", "the dog"][i % 3],
    ["ate", "saw", "took"][Math.floor(i / 3) % 3],
  ];
  const where = ["in the house", "on the road", "by the sea"][Math.floor(i / 9) % 3];
  return `${who} ${what} ${["the carrot", "an apple", "a stone"][Math.floor(i / 27) % 3]} ${where}`;
};

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-surprise-"));
  await writeFile(at("lines.txt"), Array.from({ length: 81 }, (_, i) => line(i)).join("\n"));
  const odd = Array.from({ length: 20 }, (_, i) => line(i).split(" ").reverse().join(" "));
  await writeFile(at("odd.txt"), odd.join("\n"));
  for await (const event of pretrain({
    ...{ data: at("lines.txt"), out: at("run"), longest: 16, vocabularySize: 80, tokenizer: "wordpiece" },
    method: denoisingText({ share: 0.2, masked: 0.3, random: 0.7 }),
    encoder: transformer({ width: 32, depth: 1, dropout: 0 }),
    ...{ steps: 150, batchSize: 32, learningRate: 5e-3, threads: 1, cacheFolder: at("cache") },
  }))
    expect(event.type).not.toBe("warning");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("measureSurprise", () => {
  it("says what a token costs, and tells corrupted and other texts from the run's own", async () => {
    const measure = () =>
      measureSurprise({
        run: at("run"),
        corrupt: 0.2,
        anomalies: at("odd.txt"),
        shown: 3,
        cacheFolder: at("cache"),
      });
    const found = await measure();
    expect(found).toMatchObject({ method: "denoising-text", step: 150, samples: 81 });
    expect(found.perplexity).toBeCloseTo(Math.exp(found.nats), 6);
    expect(found.nats).toBeLessThan(1);
    expect(found.corrupted).toMatchObject({ share: 0.2, samples: 81 });
    expect(found.corrupted!.auroc).toBeGreaterThan(0.9);
    expect(found.corrupted!.mean).toBeGreaterThan(found.nats);
    expect(found.anomalies).toMatchObject({ samples: 20 });
    expect(found.anomalies!.auroc).toBeGreaterThan(0.8);
    expect(found.baselines).toBeNull(); // of tokens at their places, which only some methods predict
    expect(found.least).toHaveLength(3);
    const [most, second] = found.least;
    expect(most!.nats).toBeGreaterThanOrEqual(second!.nats);
    expect(most!.text).toMatch(/^(the man|a woman|the dog) /);
    expect(most!.id).toMatch(/lines\.txt/);
    expect(await measure()).toEqual(found);
  });

  it("says in a sentence what it cannot do", async () => {
    await expect(measureSurprise({ run: at("run"), corrupt: 2, cacheFolder: at("cache") })).rejects.toThrow(
      "`corrupt` is a share of tokens, above 0 and up to 1; got 2.",
    );
    for await (const _ of pretrain({
      ...{ data: at("lines.txt"), out: at("other"), longest: 16, vocabularySize: 80, tokenizer: "wordpiece" },
      ...{
        method: simcse(),
        encoder: transformer({ width: 8, depth: 1 }),
        steps: 2,
        batchSize: 16,
        threads: 1,
      },
      cacheFolder: at("cache"),
    }));
    const nothing = measureSurprise({ run: at("other"), cacheFolder: at("cache") });
    await expect(nothing).rejects.toThrow(ConfigError);
    await expect(nothing).rejects.toThrow(/^The method simcse predicts no tokens, so no text surprises it/);
  });
});
