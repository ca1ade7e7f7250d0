/** Embeddings written and read back, and neighbours among them. */
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parquetReadObjects } from "hyparquet";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { parseCsv } from "../data/index.js";
import { CheckpointError, ConfigError, DataError } from "../errors.js";
import { decodeNpy, readJsonl } from "../formats/index.js";
import { readRunConfig, writeRunConfig } from "../runs/index.js";
import { embedRun, findNeighbours } from "./index.js";
import { temporaryFolder, tinyRun } from "./tiny-run.suite.js";

let folder: string;
let run: string;
let data: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  ({ run, data } = await tinyRun(folder));
});

describe("embedRun", () => {
  it("writes the same table in every format, with labels", async () => {
    const path = (extension: string) => join(folder, `table.${extension}`);
    for (const extension of ["npy", "jsonl", "csv", "parquet"]) {
      const { samples, dimensions, labelled, files } = await embedRun(run, data, { out: path(extension) });
      expect({ samples, dimensions, labelled }).toEqual({ samples: 24, dimensions: 256, labelled: true });
      expect(files[0]).toBe(path(extension));
    }
    const { data: vectors, shape } = decodeNpy(await readFile(path("npy")));
    expect(shape).toEqual([24, 256]);
    expect(Math.max(...(vectors as Float32Array))).toBeGreaterThan(0);
    const { ids, labels } = JSON.parse(await readFile(join(folder, "table.ids.json"), "utf8"));
    expect(ids.slice(0, 2)).toEqual(["blue/0.png", "blue/1.png"]);
    expect(labels).toEqual(ids.map((id: string) => id.split("/")[0]));
    const table = ids.map((id: string, i: number) => ({
      id,
      label: labels[i],
      embedding: Array.from((vectors as Float32Array).subarray(i * 256, (i + 1) * 256)),
    }));
    const float = (row: { embedding: readonly number[] }) => ({
      ...row,
      embedding: row.embedding.map(Math.fround),
    });
    expect((await readJsonl(path("jsonl"))).map((row) => float(row as never))).toEqual(table);
    const { rows } = parseCsv(await readFile(path("csv"), "utf8"), "table.csv");
    const fromCsv = rows.map(([id, label, ...numbers]) =>
      float({ id, label, embedding: numbers.map(Number) } as never),
    );
    expect(fromCsv).toEqual(table);
    const bytes = await readFile(path("parquet"));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    expect((await parquetReadObjects({ file })).map((row) => float(row as never))).toEqual(table);
  });

  it("reads named layers, part of the data, and other labels", async () => {
    const out = join(folder, "stage1.npy");
    const told: string[] = [];
    const onNote = (sentence: string) => told.push(sentence);
    const stage = await embedRun(run, data, { out, layer: "stage1", limit: 5, labels: "none", onNote });
    expect(told).toEqual([`5 of 24 pictures in ${data}.`]);
    expect(stage).toMatchObject({ samples: 5, dimensions: 128, labelled: false });
    expect(decodeNpy(await readFile(out)).shape).toEqual([5, 128]);
  });

  it("refuses what it cannot do", async () => {
    const out = join(folder, "x.npy");
    await expect(embedRun(run, data, { out: "x.txt" })).rejects.toThrow(ConfigError);
    await expect(embedRun(run, data, { out, layer: "nope" })).rejects.toThrow(CheckpointError);
    await expect(embedRun(run, data, { out, size: 32 })).rejects.toThrow("16x16, not 32x32");
    await expect(embedRun(run, data, { out, channels: 1 })).rejects.toThrow("3 channels, not 1");
    await expect(embedRun(join(folder, "none"), data, { out })).rejects.toThrow(CheckpointError);
    // As if the run had been begun in another folder.
    const config = await readRunConfig(run);
    await writeRunConfig(run, { ...config, data: { ...config.data, path: "pictures" } });
    await expect(embedRun(run, "pictures", { out })).rejects.toThrow(
      `pictures does not exist in this folder: the pictures that the run was trained on are in ${data}.`,
    );
    await writeRunConfig(run, config);
  });
});

describe("findNeighbours", () => {
  it("finds other samples by id, index and path, nearest first", async () => {
    const byId = await findNeighbours(run, data, { query: "red/3.png", k: 5 });
    const byIndex = await findNeighbours(run, data, { query: String(byId.query.index), k: 5 });
    const byPath = await findNeighbours(run, data, { query: join(data, "red", "3.png"), k: 5 });
    expect(byId.query).toMatchObject({ id: "red/3.png", label: "red" });
    expect(byId.neighbours).toHaveLength(5);
    expect(byId.neighbours.map(({ id }) => id)).not.toContain("red/3.png");
    const similarities = byId.neighbours.map(({ similarity }) => similarity);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    expect(byId.sameLabel).toBe(byId.neighbours.filter(({ label }) => label === "red").length / 5);
    expect(byId.sameLabel).toBeGreaterThan(0.7);
    expect(byId.chance).toBeCloseTo(11 / 23);
    for (const other of [byIndex, byPath]) expect({ ...other, sheet: 0 }).toEqual({ ...byId, sheet: 0 });
    expect(await sharp(byId.sheet!).metadata()).toMatchObject({ format: "png" });
  });

  it("finds a sample by the path of its file in a part of the data", async () => {
    const parts = join(folder, "parts");
    await cp(data, join(parts, "train"), { recursive: true });
    await cp(join(data, "blue"), join(parts, "test"), { recursive: true });
    const query = join(parts, "train", "red", "3.png");
    const { query: found } = await findNeighbours(run, parts, { query, k: 1 });
    expect(found.id).toBe("red/3.png");
    expect(found.index).not.toBeNull();
  });

  it("takes a picture from outside the data", async () => {
    const query = join(folder, "outside.png");
    await sharp(join(data, "blue", "2.png"))
      .resize(32, 32, { kernel: "nearest" })
      .png()
      .toFile(query);
    const { query: asked, neighbours, sameLabel } = await findNeighbours(run, data, { query, k: 3 });
    expect(asked).toEqual({ id: query, index: null, label: null });
    expect(neighbours.map(({ label }) => label)).toEqual(["blue", "blue", "blue"]);
    expect(sameLabel).toBeNull();
  });

  it("says what a query may be", async () => {
    await expect(findNeighbours(run, data, { query: "24" })).rejects.toThrow(DataError);
    await expect(findNeighbours(run, data, { query: "green/1.png" })).rejects.toThrow("index below 24");
  });
});
