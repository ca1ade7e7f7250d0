import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { autoencoder, gan, type Method, simclr } from "../methods/index.js";
import { reconstructRun, sampleRun } from "./index.js";
import { madeRun, makeStripes, stripesRun } from "./made-run.suite.js";

describe("reconstructRun", () => {
  let data: string;
  let run: string;
  let folder: string;
  beforeAll(async () => {
    ({ folder, data, run } = await stripesRun(autoencoder(), 60));
  });

  it("draws a row a picture and measures all of them", async () => {
    const drawn = await reconstructRun({ run, data, rows: 3, samples: 20 });
    expect(drawn).toMatchObject({ method: "autoencoder", step: 60, panels: ["output"], samples: 20 });
    const { height = 0, width = 0 } = await sharp(await readFile(drawn.sheet)).metadata();
    expect(height).toBeGreaterThan(width);
    // Of standardised values: 1 is what the mean picture would get.
    expect(drawn.error).toBeGreaterThan(0);
    expect(drawn.error).toBeLessThan(0.7);
  });

  it("measures the same whatever the sheet shows", async () => {
    const out = join(folder, "sheet.png");
    const few = await reconstructRun({ run, data, rows: 1, samples: 9 });
    const many = await reconstructRun({ run, data, rows: 9, samples: 9, out });
    expect(few.error).toBe(many.error);
    expect(many.sheet).toBe(out);
  });

  it("tells pictures that are unlike by their error", async () => {
    const odd = join(folder, "odd");
    await makeStripes(odd, 8, 2.5);
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const { anomalies, error } = await reconstructRun({ run, data, anomalies: odd, onWarning });
    // Errors of what was trained on are too small to judge by.
    expect(warnings).toEqual([expect.stringContaining("Training saw 100 % of these samples")]);
    expect(anomalies?.samples).toBe(16);
    expect(anomalies?.error).toBeGreaterThan(error ?? Number.POSITIVE_INFINITY);
    expect(anomalies?.auroc).toBeGreaterThan(0.9);
  });

  it("says where anomalies cannot be judged, as a method has no error", async () => {
    const plain = autoencoder();
    const { reconstruct } = plain;
    const method: Method = {
      ...plain,
      reconstruct: (context) => ({ panels: reconstruct!(context).panels }),
    };
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const out = join(folder, "unjudged.png");
    const options = { run, data, method, rows: 2, samples: 2, out, onWarning };
    expect(await reconstructRun(options)).toMatchObject({ error: null, anomalies: null });
    expect(warnings).not.toContainEqual(expect.stringContaining("anomalies"));
    await reconstructRun({ ...options, anomalies: data });
    expect(warnings).toContainEqual(expect.stringContaining("anomalies are drawn but not judged"));
  });

  it("says which method draws nothing", async () => {
    const other = await madeRun(data, join(folder, "other"), simclr(), 2);
    await expect(reconstructRun({ run: other })).rejects.toThrow("The method simclr makes no pictures");
    const adversarial = await madeRun(data, join(folder, "adversarial"), gan({ latentSize: 4 }), 2);
    await expect(reconstructRun({ run: adversarial })).rejects.toThrow(
      "The method gan makes new pictures, but none of given ones",
    );
    const out = join(folder, "not-made");
    await expect(sampleRun({ run: adversarial, data, out })).rejects.toThrow(
      "The method gan has no codes of pictures",
    );
    await expect(sampleRun({ run: other, out })).rejects.toThrow("The method simclr makes no new pictures");
    expect(existsSync(out)).toBe(false);
    await expect(sampleRun({ run })).rejects.toThrow("The method autoencoder makes no new pictures");
  });
});
