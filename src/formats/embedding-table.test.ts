import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError, DataError } from "../errors.js";
import { type EmbeddingTable, writeEmbeddings } from "./embedding-table.js";
import { decodeNpy } from "./npy.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "embeddings-"));
});
afterEach(() => rm(folder, { recursive: true }));

const table = {
  ids: ["a.png", 'b "x", y.png', "ü.png"],
  labels: ["cat", "", "dog, wild"],
  vectors: Float32Array.of(0.1, -2, 1e-30, 16777217, 3.4028234663852886e38, 1 / 3),
};
const rows = [
  { id: "a.png", label: "cat", embedding: [Math.fround(0.1), -2] },
  { id: 'b "x", y.png', label: "", embedding: [Math.fround(1e-30), 16777216] },
  { id: "ü.png", label: "dog, wild", embedding: [3.4028234663852886e38, Math.fround(1 / 3)] },
];

async function readParquet(path: string): Promise<{ rows: unknown; file: ArrayBuffer }> {
  const bytes = await readFile(path);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return { rows: await parquetReadObjects({ file }), file };
}

test("parquet is read back by an independent reader, a list of floats a row", async () => {
  const path = join(folder, "e.parquet");
  expect(await writeEmbeddings(path, table)).toEqual([path]);
  const { rows: found, file } = await readParquet(path);
  expect(found).toEqual(rows);
  // The three levels of the LIST form: without them readers find JSON, or objects with one key an element.
  expect(parquetMetadata(file).schema.slice(-3)).toMatchObject([
    { name: "embedding", converted_type: "LIST", repetition_type: "REQUIRED", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
  ]);
});

test("parquet without labels has nulls, and no rows is a valid file", async () => {
  const path = join(folder, "e.parquet");
  await writeEmbeddings(path, { ids: ["a"], labels: null, vectors: Float32Array.of(1, 2) });
  expect((await readParquet(path)).rows).toEqual([{ id: "a", label: null, embedding: [1, 2] }]);
  await writeEmbeddings(path, { ids: [], vectors: new Float32Array() });
  expect((await readParquet(path)).rows).toEqual([]);
});

test("more rows than a row group come back", async () => {
  const path = join(folder, "e.parquet");
  const ids = Array.from({ length: 10_007 }, (_, i) => `s${i}`);
  await writeEmbeddings(path, { ids, vectors: Float32Array.from(ids, (_, i) => i) });
  const { rows: found } = await readParquet(path);
  expect(found).toHaveLength(ids.length);
  expect((found as unknown[]).at(-1)).toEqual({ id: "s10006", label: null, embedding: [10_006] });
});

test("npy has the vectors and, beside it, the ids", async () => {
  const path = join(folder, "e.npy");
  const beside = join(folder, "e.ids.json");
  expect(await writeEmbeddings(path, table)).toEqual([path, beside]);
  expect(decodeNpy(await readFile(path))).toEqual({ data: table.vectors, shape: [3, 2] });
  expect(JSON.parse(await readFile(beside, "utf8"))).toEqual({
    ids: table.ids,
    labels: table.labels,
  });
});

test("csv quotes what needs it and its numbers round to the same float32", async () => {
  const path = join(folder, "e.csv");
  await writeEmbeddings(path, table);
  const lines = (await readFile(path, "utf8")).split("\n");
  expect(lines).toEqual([
    "id,label,e0,e1",
    "a.png,cat,0.1,-2",
    '"b ""x"", y.png",,1e-30,16777216',
    expect.stringMatching(/^ü\.png,"dog, wild",3\.4028235e\+38,0\.33333334$/) as string,
    "",
  ]);
});

test("jsonl is one object a line", async () => {
  const path = join(folder, "E.JSONL");
  await writeEmbeddings(path, { ...table, labels: null });
  const found = (await readFile(path, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { embedding: number[] });
  expect(found.map((row) => ({ ...row, embedding: row.embedding.map(Math.fround) }))).toEqual(
    rows.map((row) => ({ ...row, label: null })),
  );
});

test("another extension is a ConfigError that lists those there are", async () => {
  for (const name of ["e.xlsx", "e", "npy"]) {
    const failed = writeEmbeddings(join(folder, name), table);
    await expect(failed).rejects.toThrow(ConfigError);
    await expect(failed).rejects.toThrow(/\.npy, \.parquet, \.csv, \.jsonl/);
  }
});

test.each<[string, EmbeddingTable, RegExp]>([
  ["uneven values", { ids: ["a", "b"], vectors: new Float32Array(3) }, /2 ids, found 3 values/],
  ["values without ids", { ids: [], vectors: new Float32Array(3) }, /0 ids, found 3 values/],
  ["too few labels", { ids: ["a", "b"], labels: ["x"], vectors: new Float32Array(4) }, /found 1 labels/],
  [
    "NaN",
    { ids: ["a", "b"], vectors: Float32Array.of(1, 2, 3, Number.NaN) },
    /embedding of b holds NaN at place 1/,
  ],
])("%s is a DataError and writes nothing", async (_, bad, message) => {
  await expect(writeEmbeddings(join(folder, "e.npy"), bad)).rejects.toThrow(DataError);
  await expect(writeEmbeddings(join(folder, "e.npy"), bad)).rejects.toThrow(message);
  expect(await readdir(folder)).toEqual([]);
});
