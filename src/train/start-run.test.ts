import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataSource, openImages } from "../data/index.js";
import { convnet } from "../encoders/index.js";
import { ConfigError, DataError, DivergenceError } from "../errors.js";
import { autoencoder, cmc, exemplar } from "../methods/index.js";
import { latestCheckpoint, refuseNonEmpty } from "../runs/index.js";
import { divide } from "../samples/index.js";
import type { PretrainOptions, ResumeOptions } from "../settle/index.js";
import type { TrainEvent } from "./events.js";
import { pretrain } from "./pretrain.js";

let folder = "";
let options: PretrainOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-train-"));
  const data = join(folder, "photos");
  await mkdir(data);
  for (let i = 0; i < 12; i++) {
    const pixels = Uint8Array.from({ length: 768 }, (_, k) => (k * k * 31 + (i + 1) * k * 7) >> 3);
    const png = sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } }).png();
    await writeFile(join(data, `p${i}.png`), await png.toBuffer());
  }
  const rows = Array.from({ length: 12 }, (_, i) => `p${i}.png,${i % 2}`);
  await writeFile(join(folder, "labels.csv"), ["path,label", ...rows].join("\n"));
  options = { data, encoder: convnet({ widths: [4] }), batchSize: 4, steps: 5, threads: 1 };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function events(given: PretrainOptions | ResumeOptions): Promise<TrainEvent[]> {
  const seen: TrainEvent[] = [];
  for await (const event of pretrain(given)) seen.push(event);
  return seen;
}

describe("pretrain", () => {
  it("warns of augmentations that the method has no use for, where they were asked for", async () => {
    const method = autoencoder();
    const warnings = async (given: Partial<PretrainOptions>) => {
      const out = join(folder, `plain-${JSON.stringify(given).length}`);
      const seen = await events({ ...options, method, steps: 1, out, ...given });
      return seen.flatMap((event) => (event.type === "warning" ? [event.message] : []));
    };
    const idle = expect.stringContaining("autoencoder sees pictures as they are: the augmentations");
    expect(await warnings({ augment: [{ name: "solarise" }] })).toContainEqual(idle);
    expect(await warnings({})).not.toContainEqual(idle);
  });

  it("trains on as many samples as the method takes, spread over those that are not held out", async () => {
    const out = join(folder, "few");
    const labels = join(folder, "labels.csv");
    const given = { ...options, labels, holdout: 2, method: exemplar({ classes: 5 }), batchSize: 5, out };
    const [first] = await events(given);
    expect(first).toMatchObject({ stepsPerEpoch: 1, config: { data: { most: 5, holdout: 2 } } });
    const matched = "labels.csv: 12 of 12 rows name a picture, 12 of 12 pictures have a label.";
    const pictures = `12 pictures in ${options.data}.`;
    const rate = expect.stringContaining("The learning rate follows the batch");
    expect(first).toMatchObject({ notes: [pictures, rate, matched] });
    const { state } = await latestCheckpoint(join(out, "checkpoints"));
    expect(state.find(({ name }) => name === "head/classifier/layer1/weight")?.shape).toEqual([128, 5]);
    const whole = await openImages(options.data, { size: 16 });
    const { training } = await divide(whole, { data: { holdout: 2, most: 5 } });
    const { training: all } = await divide(whole, { data: { holdout: 2, most: null } });
    const ids = (source: DataSource) => Array.from({ length: source.length }, (_, i) => source.id(i));
    expect(ids(training)).toEqual(ids(all).filter((_, i) => i % 2 === 0));
  });

  it("offers to go on with the run in a folder only to who can", async () => {
    const out = join(folder, "taken");
    await mkdir(out);
    await writeFile(join(out, "config.json"), "{}");
    await expect(events({ ...options, out })).rejects.toThrow(
      /Continue it with `pretrain\(\{ resume: ".*taken" \}\)`, or choose/,
    );
    await expect(refuseNonEmpty(out)).rejects.toThrow(/taken holds a pretraining run, .* with `out`\.$/);
  });

  it("refuses an encoder and a method that no factory made, naming what to call", async () => {
    const refused = async (given: object, message: RegExp) => {
      const failure = events({ ...options, out: join(folder, "never"), ...given });
      await expect(failure).rejects.toThrow(message);
      await expect(failure).rejects.toThrow(ConfigError);
    };
    await refused(
      { encoder: { name: "mlp", options: {} } },
      /encoder mlp .* plain object.* encoder: mlp\(\)/,
    );
    await refused({ encoder: convnet }, /encoder convnet .* not called.* encoder: convnet\(\)/);
    await refused({ method: "byol" }, /method byol .* its name.* method: byol\(\)/);
  });

  it("refuses grey pictures where colour is needed, with a way out that needs none", async () => {
    const grey = events({ ...options, out: join(folder, "never"), method: cmc(), channels: 1 });
    await expect(grey).rejects.toThrow(/of 3 channels, but these are grey, .* `method\.split: "none"`/);
  });

  it("writes nothing when it is aborted before the first step", async () => {
    const out = join(folder, "never");
    const signal = AbortSignal.abort();
    await expect(events({ ...options, out, signal })).rejects.toBe(signal.reason);
    expect(existsSync(out)).toBe(false);
  });

  it("saves at the step after which it is aborted, and keeps the same record as if it had not been", async () => {
    const whole = await events({ ...options, out: join(folder, "whole"), monitorEvery: 2 });
    const out = join(folder, "stopped");
    const controller = new AbortController();
    const seen: TrainEvent[] = [];
    const parts = { ...options, out, monitorEvery: 2, signal: controller.signal };
    for await (const event of pretrain(parts)) {
      seen.push(event);
      if (event.type === "step" && event.step === 2) controller.abort();
    }
    expect(seen.at(-1)).toEqual({ type: "interrupted", step: 2, run: out });
    await events({ resume: out, monitorEvery: 2 });
    const record = readFileSync(join(out, "metrics.jsonl"), "utf8").trim().split("\n");
    const kinds = record
      .map((line) => JSON.parse(line))
      .map(({ type, step, loss }) => ({ type, step, loss }));
    const expected = whole.filter(({ type }) => type !== "started" && type !== "checkpoint") as {
      loss?: number;
    }[];
    expect(kinds).toEqual(
      expected
        .map((event) => ({ ...JSON.parse(JSON.stringify(event)) }))
        .map(({ type, step, loss }) => ({ type, step, loss })),
    );
  });

  it("tells divergence even where the record of health is read first", async () => {
    const out = join(folder, "far");
    const failure = events({ ...options, out, monitorEvery: 1, checkpointEvery: 1, learningRate: 1e30 });
    await expect(failure).rejects.toThrow(DivergenceError);
    await expect(failure).rejects.toThrow(/learning rate too high .* The checkpoint of step \d is kept\.$/);
  });

  it("reads the labels of held-out samples before it trains, and needs two of them", async () => {
    const labels = join(folder, "few.csv");
    await writeFile(labels, "path,label\np0.png,a\n");
    const out = join(folder, "held");
    const failure = events({ ...options, out, labels, holdout: 4 });
    await expect(failure).rejects.toThrow(DataError);
    await expect(failure).rejects.toThrow(/held out for the online kNN .* at least 2.*`labels: "none"`/);
    expect(existsSync(out)).toBe(false);
    const fine = await events({ ...options, out, labels: join(folder, "labels.csv"), holdout: 4, steps: 2 });
    expect(fine.filter(({ type }) => type === "knn")).toHaveLength(1);
  });

  it("refuses to go on with a class more than it began with", async () => {
    const labels = join(folder, "labels.csv");
    const { supervised } = await import("../methods/index.js");
    const out = join(folder, "classes");
    await events({ ...options, out, labels, method: supervised(), steps: 2 });
    await writeFile(labels, `${readFileSync(labels, "utf8").replace("p0.png,0", "p0.png,2")}\n`);
    await expect(events({ resume: out })).rejects.toThrow(/began with 2 classes in .*, and now there are 3/);
    await writeFile(labels, readFileSync(labels, "utf8").replace("p0.png,2", "p0.png,1"));
    await expect(events({ resume: out })).rejects.toThrow(
      /The labels of the samples in .* it trains by them/,
    );
    await writeFile(labels, readFileSync(labels, "utf8").replace("p0.png,1", "p0.png,0"));
    const moved = join(folder, "moved.csv");
    await rename(labels, moved);
    await expect(events({ resume: out })).rejects.toThrow(/The labels of .* say where .* with `labels`/);
    await events({ resume: out, labels: moved });
    await rename(moved, labels);
  });

  it("goes on where pictures were renamed but keep their order, and not where it is another", async () => {
    const out = join(folder, "renamed");
    await events({ ...options, out, steps: 2 });
    const at = (name: string) => join(options.data, name);
    await rename(at("p9.png"), at("p9-the-last.png"));
    expect((await events({ resume: out })).at(-1)?.type).toBe("finished");
    await rename(at("p9-the-last.png"), at("a-the-first.png"));
    await expect(events({ resume: out })).rejects.toThrow(
      /the same ones, but 12 of the 12 have another place in the order of their names/,
    );
    await rename(at("a-the-first.png"), at("p9.png"));
  });
});
