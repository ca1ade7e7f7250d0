import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { autoencoder, colourise, colouriseRegression } from "../methods/index.js";
import { colouriseFiles } from "./index.js";
import { madeRun, temporaryFolder, writePicture } from "./made-run.suite.js";

/** Light pictures are orange and dark ones blue, with a little texture. */
async function makePictures(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const colour = i % 2 === 0 ? [240, 160, 60] : [20, 40, 120];
    const pixels = Uint8Array.from({ length: 3 * 256 }, (_, k) => colour[k % 3]! + ((k * (i + 7)) % 13));
    await writePicture(join(folder, `${i}.png`), pixels, 3);
  }
}

describe("colouriseFiles", () => {
  let folder: string;
  let data: string;
  let run: string;
  let other: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    data = join(folder, "pictures");
    await makePictures(data, 8);
    run = await madeRun(data, join(folder, "run"), colourise({ binSize: 20, hiddenDim: 16 }), 3);
    other = await madeRun(data, join(folder, "other"), colouriseRegression(), 3);
  });

  it("colours files and folders with two runs, and measures what has colour", async () => {
    const grey = join(folder, "grey.jpg");
    await sharp(join(data, "0.png")).greyscale().jpeg().toFile(grey);
    const out = join(folder, "sheet.png");
    const drawn = await colouriseFiles({
      run,
      beside: other,
      files: [grey, join(data, "1.png"), data],
      most: 4,
      out,
    });
    expect(drawn.runs.map(({ method, step, panels }) => ({ method, step, panels }))).toEqual([
      { method: "colourise", step: 3, panels: ["grey", "colourised", "likeliest", "drawn"] },
      { method: "colourise-regression", step: 3, panels: ["grey", "regression"] },
    ]);
    for (const { pictures, error } of drawn.runs) {
      expect(pictures.map(({ id }) => id).slice(0, 2)).toEqual([grey, join(data, "1.png")]);
      expect(pictures).toHaveLength(6);
      expect(pictures[0]?.error).toBeNull();
      const known = pictures.slice(1).map((picture) => picture.error ?? Number.NaN);
      expect(known.every((value) => value > 5)).toBe(true);
      expect(error).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / 5, 4);
    }
    const { width = 0, height = 0 } = await sharp(await readFile(out)).metadata();
    expect(width).toBeGreaterThan(6 * 96);
    expect(height).toBeGreaterThan(6 * 96);
  });

  it("says which methods colour, and which file cannot be read", async () => {
    const out = join(folder, "none.png");
    const plain = await madeRun(data, join(folder, "plain"), autoencoder(), 1);
    await expect(colouriseFiles({ run: plain, files: [data], out })).rejects.toThrow(
      "The method autoencoder colours no pictures; colourise and colourise-regression do.",
    );
    const text = join(folder, "notes.txt");
    await writeFile(text, "no picture");
    await expect(colouriseFiles({ run, files: [text], out })).rejects.toThrow(
      /notes\.txt cannot be read: not a/,
    );
    await expect(colouriseFiles({ run, files: [join(folder, "gone.png")], out })).rejects.toThrow(
      /gone\.png does not exist: expected a picture file, or a folder/,
    );
  });
});
