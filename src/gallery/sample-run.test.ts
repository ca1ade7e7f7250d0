import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { exportRun } from "../export/index.js";
import { vae } from "../methods/index.js";
import { sampleBatches } from "./draw-samples.js";
import { openDrawing, sampleRun } from "./index.js";
import { stripesRun, writePicture } from "./made-run.suite.js";

describe("sampleRun", () => {
  let data: string;
  let run: string;
  let folder: string;
  beforeAll(async () => {
    ({ folder, data, run } = await stripesRun(vae({ latentDim: 4 }), 20));
  });

  const sizeOf = async (path: string) => {
    const { height = 0, width = 0 } = await sharp(await readFile(path)).metadata();
    return height / width;
  };

  it("draws samples in a square and walks in rows, between pictures where it has their latents", async () => {
    const drawn = await sampleRun({ run, data, count: 16, walks: 2, steps: 8 });
    expect(drawn).toMatchObject({ method: "vae", step: 20, between: "pictures", coverage: null });
    expect(await sizeOf(drawn.samples)).toBeCloseTo(1, 1);
    expect(await sizeOf(drawn.walks)).toBeLessThan(0.5);
  });

  it("draws the same for the same seed, and others for another", async () => {
    const bytes = async (seed: number, out: string) =>
      readFile((await sampleRun({ run, data, count: 4, seed, out: join(folder, out) })).samples);
    const [a, again, other] = [await bytes(1, "a"), await bytes(1, "again"), await bytes(2, "other")];
    expect(a.equals(again)).toBe(true);
    expect(a.equals(other)).toBe(false);
  });

  it("draws the same latents over time while training", async () => {
    const { width = 0, height = 0 } = await sharp(join(run, "samples-over-time.png")).metadata();
    const strip = await sharp(join(run, "samples", "step-00000020.png")).metadata();
    expect(width).toBe(strip.width);
    // Steps 0 to 20 in epochs of 4 steps.
    expect(height).toBe(6 * (strip.height ?? 0));
  });

  it("counts the classes that samples fall into", async () => {
    const { coverage } = await sampleRun({ run, data, count: 4, classesOf: data });
    expect(coverage).toMatchObject({ samples: 1000, classNames: ["across", "down"] });
    // Of 32 pictures.
    expect(coverage?.judge).toEqual({ accuracy: 1, heldOut: 6 });
    expect(coverage?.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it("draws as many as are asked in batches, each of them new", async () => {
    const drawing = await openDrawing(run);
    const sizes: number[] = [];
    const seen = new Set<string>();
    for await (const batch of sampleBatches(drawing, 300, 1)) {
      sizes.push(batch.length);
      for (const { data: pixels } of batch) seen.add(pixels.join());
    }
    await drawing.dispose();
    expect(sizes).toEqual([250, 50]);
    expect(seen.size).toBe(300);
  });

  it("refuses walks without two ends, and classes of pictures that have none", async () => {
    await expect(sampleRun({ run, data, steps: 1 })).rejects.toThrow("at least 2 steps, but got 1");
    const unsorted = join(folder, "unsorted");
    await mkdir(unsorted);
    await writePicture(join(unsorted, "1.png"), new Uint8Array(256), 1);
    const out = join(folder, "unjudged");
    const drawn = sampleRun({ run, data, count: 4, classesOf: unsorted, out });
    await expect(drawn).rejects.toThrow(/unsorted has no labels, but they are needed/);
    expect(existsSync(out)).toBe(false);
  });

  it("leaves the house as a decoder that runs in a plain session", async () => {
    const { decoder, files } = await exportRun(run, join(folder, "export"), { data });
    expect(files).toContain("decoder.onnx");
    expect(decoder?.shape).toEqual([4]);
    expect(decoder?.check.maximumDifference).toBeLessThan(1e-4);
    expect(await readFile(join(folder, "export", "README.md"), "utf8")).toContain("[batch, 4]");
  });
});
