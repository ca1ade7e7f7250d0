import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { simclr, supervised } from "../methods/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { resolveRun } from "../settle/index.js";
import { newRun } from "./start-run.js";

let folder = "";
let data = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-useless-"));
  data = join(folder, "photos");
  await mkdir(data);
  for (let i = 0; i < 8; i++)
    await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 30 * i, g: 9, b: 9 } } })
      .png()
      .toFile(join(data, `${i}.png`));
  const table = (name: string, labelOf: (i: number) => string) =>
    writeFile(
      join(folder, name),
      ["path,label", ...Array.from({ length: 8 }, (_, i) => `${i}.png,${labelOf(i)}`)].join("\n"),
    );
  await table("one.csv", () => "cat");
  await table("depths.csv", (i) => (i * 0.7).toFixed(2));
  await table("names.csv", (i) => `p${i}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (labels: string, more: Partial<PretrainOptions> = {}) =>
  newRun({
    ...{ data, labels: join(folder, labels), out: join(folder, "run"), size: 8, steps: 1, batchSize: 2 },
    ...{ encoder: convnet({ widths: [4] }), threads: 1 },
    ...more,
  });

describe("labels that measure nothing", () => {
  it("are refused where training reads them", async () => {
    const method = supervised();
    await expect(start("one.csv", { method })).rejects.toThrow(
      /^The method supervised needs two classes or more .*, but all 8 labels of .*photos are cat/,
    );
    await expect(start("depths.csv", { method })).rejects.toThrow("are real numbers, 8 different ones");
    await expect(start("names.csv", { positives: "class" })).rejects.toThrow(
      /^Pairing by class needs two classes .* each of the 8 labelled samples/,
    );
  });

  it("are refused for an online kNN that was asked for, with the way to do without", async () => {
    await expect(start("one.csv", { method: simclr(), holdout: 4 })).rejects.toThrow(
      /^The online kNN needs .* To train without labels, add `labels: "none"`\.$/,
    );
  });

  it("leave out the online kNN that was not asked for, which is said", async () => {
    const idx = join(folder, "many");
    await mkdir(idx);
    const count = 8000;
    const header = (sides: readonly number[]) => {
      const bytes = Buffer.alloc(4 + 4 * sides.length);
      bytes.set([0, 0, 8, sides.length]);
      sides.forEach((side, i) => {
        bytes.writeUInt32BE(side, 4 + 4 * i);
      });
      return bytes;
    };
    await writeFile(
      join(idx, "train-images-idx3-ubyte"),
      Buffer.concat([header([count, 8, 8]), Buffer.alloc(count * 64, 7)]),
    );
    await writeFile(
      join(idx, "train-labels-idx1-ubyte"),
      Buffer.concat([header([count]), Buffer.alloc(count, 3)]),
    );
    const { config, source } = await resolveRun({ data: idx });
    expect(config.data.holdout).toBe(0);
    expect(source.warnings).toContainEqual(
      expect.stringMatching(/^No online kNN watches this run, since all 8000 labels of .* are 3\./),
    );
    await source.close();
  });
});
