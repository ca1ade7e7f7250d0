import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openImages } from "../data/index.js";
import { convnet } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { dino, type Method, simclr } from "../methods/index.js";
import { openRun } from "../runs/index.js";
import { resolveRun } from "../settle/index.js";
import { prepareTraining, pretrain } from "../train/index.js";
import { openEncoder } from "../trained/index.js";

let folder = "";
const encoder = convnet({ widths: [4] });
const teaching = dino({ smallCrops: 0, hiddenDim: 8, bottleneckDim: 4, prototypes: 8, momentum: 0.5 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-weights-"));
  for (let i = 0; i < 16; i++) {
    const background = { r: 15 * i, g: (60 * i) % 256, b: 90 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(join(folder, `${i}.png`));
  }
  for (const method of [teaching, simclr({ hiddenDim: 8, outputDim: 8 })])
    for await (const event of pretrain(options(method))) expect(event.type).not.toBe("interrupted");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = (method: Method) => ({
  ...{ data: folder, method, encoder, batchSize: 8, steps: 4, threads: 1, size: 8 },
  out: join(folder, "runs", method.name),
});

describe("the weights that stand for a run", () => {
  it("are the teacher's where the paper evaluates them, the student's elsewhere and where they are asked for", async () => {
    const run = join(folder, "runs", "dino");
    const { checkpoint } = await openRun(run);
    const saved = (name: string) =>
      Array.from(checkpoint.state.find((entry) => entry.name === name)?.data ?? [], Number);
    const source = await openImages(folder, { size: 8 });
    const opened = [];
    for (const weights of [undefined, "teacher", "student"] as const) {
      const one = await openEncoder(run, { weights });
      const own = one.state.find(({ name }) => name === "encoder/stage1/conv/weight");
      const statistics = one.state.find(({ name }) => name === "encoder/stage1/norm/mean");
      const { data } = await one.embed(source);
      opened.push({
        stands: one.weights,
        own: Array.from(own?.data ?? [], Number),
        statistics: Array.from(statistics?.data ?? [], Number),
        vectors: Array.from(data),
      });
      await one.dispose();
    }
    await source.close();
    const [usual, teacher, student] = opened;
    expect(usual).toEqual(teacher);
    expect(teacher?.own).toEqual(saved("teacher/encoder/stage1/conv/weight"));
    expect(teacher?.statistics).toEqual(saved("teacher/encoder/stage1/norm/mean"));
    expect(student?.own).toEqual(saved("encoder/stage1/conv/weight"));
    expect([teacher?.stands, student?.stands]).toEqual(["teacher", "student"]);
    expect(student?.vectors).not.toEqual(teacher?.vectors);
  });

  it("are no teacher's where there is none", async () => {
    const run = join(folder, "runs", "simclr");
    const simple = await openEncoder(run);
    expect(simple.weights).toBe("student");
    await simple.dispose();
    await expect(openEncoder(run, { weights: "teacher" })).rejects.toThrow(ConfigError);
    await expect(openEncoder(run, { weights: "teacher" })).rejects.toThrow(/simclr has no teacher/);
  });

  it("are what another run starts from, its teacher too, with running statistics", async () => {
    const from = join(folder, "runs", "dino");
    const { checkpoint } = await openRun(from);
    const saved = (name: string) => checkpoint.state.find((entry) => entry.name === name)?.data;
    const { config, source } = await resolveRun({ ...options(teaching), from });
    const training = await prepareTraining(config, source);
    const begun = new Map((await training.store.read()).map(({ name, data }) => [name, data]));
    await training.dispose();
    for (const place of ["conv/weight", "norm/mean", "norm/variance"]) {
      const expected = saved(`teacher/encoder/stage1/${place}`);
      expect(begun.get(`encoder/stage1/${place}`)).toEqual(expected);
      expect(begun.get(`teacher/encoder/stage1/${place}`)).toEqual(expected);
    }
  });
});
