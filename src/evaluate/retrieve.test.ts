import { mkdir, mkdtemp, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { DataError } from "../errors.js";
import { pretrain } from "../train/index.js";
import { type RetrievalRow, retrievalTable, retrieveAcross } from "./index.js";

let folder = "";
let data = "";
let among = "";
let run = "";

/** Noise that tells the sample; the second source has it a little darker, and two samples more. */
async function draw(name: string, ids: readonly number[], scale: number): Promise<string> {
  await mkdir(join(folder, name));
  for (const id of ids) {
    const pixels = Uint8Array.from(
      { length: 192 },
      (_, i) => scale * (((i * i * 31 + (id + 1) * i * 7) >> 3) % 250),
    );
    const png = await sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } })
      .png()
      .toBuffer();
    await writeFile(join(folder, name, `p${id}.png`), png);
  }
  return join(folder, name);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-retrieve-"));
  data = await draw(
    "photos",
    Array.from({ length: 16 }, (_, i) => i),
    1,
  );
  among = await draw(
    "drawings",
    Array.from({ length: 18 }, (_, i) => 17 - i),
    0.9,
  );
  run = join(folder, "run");
  const encoder = convnet({ widths: [4] });
  for await (const _ of pretrain({
    data,
    pair: among,
    out: run,
    encoder,
    batchSize: 4,
    steps: 2,
    threads: 1,
    holdout: 6,
  }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("retrieveAcross", () => {
  it("asks for held-out samples among all of the other source, in both directions, beside baselines", async () => {
    const { result, sheet } = await retrieveAcross({ run, data, among, heldOut: true });
    expect(result).toMatchObject({ queries: 6, seen: 0, heldOut: true, method: "simclr", step: 2 });
    const names = (rows: readonly RetrievalRow[]) => rows.map(({ arm, layer }) => `${arm} ${layer}`);
    const arms = ["trained embedding", "trained projection", "untrained embedding", "plain raw pixels"];
    expect(names(result.rows)).toEqual(arms.flatMap((arm) => [arm, arm]));
    expect(result.rows.map(({ candidates }) => candidates)).toEqual(arms.flatMap(() => [18, 16]));
    // Pixels differ in brightness only, so their cosines find the partner.
    for (const row of result.rows.slice(-2)) {
      expect(row.medianRank).toBe(1);
      expect(row.recalls).toEqual([1, 5, 10].map((k) => ({ k, recall: 1 })));
    }
    const facts = await sharp(sheet).metadata();
    expect(facts.format).toBe("png");
    const table = retrievalTable(result);
    expect(table.rows).toHaveLength(10);
    expect(table.rows.at(-2)).toEqual(["at random", data, among, "5.6 %", "27.8 %", "55.6 %", "9.5"]);
  });

  it("says how many queries training saw, and asks for all of them unless told not to", async () => {
    const warnings: string[] = [];
    const { result } = await retrieveAcross({ run, data, among, onWarning: (text) => warnings.push(text) });
    expect([result.queries, result.seen]).toEqual([16, 10]);
    expect(warnings.join()).toMatch(/saw 10 of the 16 queries.* `heldOut`/);
  });

  it("says why nothing can be asked", async () => {
    const held = { run, data, among, heldOut: true };
    await expect(retrieveAcross({ ...held, among: run })).rejects.toThrow(/no pictures in/);
    const flat = await draw("others", [90, 91], 1);
    await expect(retrieveAcross({ ...held, among: flat })).rejects.toThrow(/None of the 16 samples/);
    const all = join(folder, "all");
    const options = { data, out: all, encoder: convnet({ widths: [4] }), batchSize: 4, steps: 1, threads: 1 };
    for await (const _ of pretrain(options));
    const failure = retrieveAcross({ ...held, run: all });
    await expect(failure).rejects.toThrow(DataError);
    await expect(failure).rejects.toThrow(/saw all 16 samples .*`holdout` of `pretrain`/);
    await unlink(join(all, "seen.bin"));
    await expect(retrieveAcross({ ...held, run: all })).rejects.toThrow(/seen\.bin is missing/);
  });
});
