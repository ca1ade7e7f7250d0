import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { deepclusterV2, simclr } from "../methods/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { estimateRun } from "./estimate.js";
import { trainingSeconds } from "./measure-steps.js";

let folder = "";
let options: PretrainOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-estimate-"));
  for (let i = 0; i < 16; i++) {
    const background = { r: 15 * i, g: (60 * i) % 256, b: 90 };
    await sharp({ create: { width: 8, height: 8, channels: 3, background } })
      .png()
      .toFile(join(folder, `${i}.png`));
  }
  options = {
    data: folder,
    encoder: convnet({ widths: [4] }),
    batchSize: 8,
    steps: 100,
    threads: 1,
    size: 8,
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("an estimate", () => {
  it("multiplies a step that was measured", async () => {
    const { stepSeconds, totalSeconds, phaseEvery, stepsPerEpoch, notes, decoding } = await estimateRun({
      ...options,
      method: simclr({ hiddenDim: 8, outputDim: 8 }),
    });
    expect(stepSeconds).toBeGreaterThan(0);
    expect(totalSeconds).toBeCloseTo(100 * stepSeconds, 6);
    expect(notes[0]).toBe(`16 pictures in ${folder}.`);
    expect(notes.at(-1)).toMatch(/^All 16 pictures in .* are of one colour throughout/);
    expect([phaseEvery, stepsPerEpoch]).toEqual([null, 2]);
    expect(decoding).toMatchObject([{ pictures: 16, kept: [{ size: [8, 8], bytes: 16 * 3 * 64 }] }]);
  });

  it("counts the method's work between steps", async () => {
    const method = deepclusterV2({ clusters: 4, everyEpochs: 1, hiddenDim: 8, outputDim: 8 });
    const estimate = await estimateRun({ ...options, method });
    const { stepSeconds, firstPhaseSeconds, phaseSeconds, phaseEvery, totalSeconds } = estimate;
    expect(phaseEvery).toBe(2);
    expect(Math.min(firstPhaseSeconds, phaseSeconds)).toBeGreaterThan(0);
    expect(totalSeconds).toBeCloseTo(100 * stepSeconds + firstPhaseSeconds + 49 * phaseSeconds, 6);
  });
});

describe("trainingSeconds", () => {
  it("pays for work on the host before the first step and then every so many", () => {
    const times = {
      stepSeconds: 1,
      firstPhaseSeconds: 100,
      phaseSeconds: 10,
      phaseEvery: 3,
      stepsPerEpoch: 6,
    };
    expect([1, 3, 4, 6, 7].map((steps) => trainingSeconds(times, steps))).toEqual([101, 103, 114, 116, 127]);
    expect(trainingSeconds({ ...times, firstPhaseSeconds: 0, phaseEvery: null }, 7)).toBe(7);
  });
});
