import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { idsOf, madeFile, opening, readAll } from "./made-texts.suite.js";

const texts = Array.from({ length: 150 }, (_, i) =>
  i % 7 === 3 ? null : `text ${i % 50} ${"größer 🙂 ".repeat(i % 5)}.`,
);
const right = texts.filter((text) => text !== null);
const rows = texts.flatMap((text, i) => (text === null ? [] : [i]));

type Columns = Parameters<typeof parquetWriteBuffer>[0]["columnData"];
const write = (columns: Columns, rowGroupSize = 100, pageSize?: number) =>
  madeFile(
    "t.parquet",
    new Uint8Array(parquetWriteBuffer({ columnData: columns, rowGroupSize, ...(pageSize && { pageSize }) })),
  );

describe("texts in Parquet", () => {
  it.each(["PLAIN", "RLE_DICTIONARY", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"] as const)(
    "are read as %s, packed and not, in pages and row groups of any size",
    async (encoding) => {
      for (const codec of ["UNCOMPRESSED", "SNAPPY"] as const)
        for (const [group, page] of [
          [1000, undefined],
          [64, 200],
          [1, undefined],
        ] as const) {
          const path = write(
            [{ name: "text", data: texts, type: "STRING", encoding, codec, nullable: true }],
            group,
            page,
          );
          const source = await opening(path, { longest: 200 });
          expect(await readAll(source)).toEqual(right);
          expect(idsOf(source)).toEqual(rows.map((row) => `t.parquet:${row + 1}`));
        }
    },
  );

  it("are read where no row lacks one", async () => {
    for (const encoding of ["PLAIN", "RLE_DICTIONARY"] as const) {
      const path = write([{ name: "text", data: right, type: "STRING", encoding, nullable: false }]);
      expect(await readAll(await opening(path))).toEqual(right);
    }
  });

  it.each([
    ["INT32", [5, -3, 5, 70_000], ["-3", "5", "70000"]],
    ["INT64", [5n, -3n, 5n, 2n ** 62n], ["-3", "5", String(2n ** 62n)]],
    ["BOOLEAN", [true, false, true, true], ["false", "true"]],
    ["DOUBLE", [0.5, -1.25, 0.5, 3], ["-1.25", "0.5", "3"]],
    ["FLOAT", [0.5, -1.25, 0.5, 3], ["-1.25", "0.5", "3"]],
    ["STRING", ["b", "a", "b", "c"], ["a", "b", "c"]],
  ] as const)("have labels of %s", async (type, data, classes) => {
    for (const codec of ["UNCOMPRESSED", "SNAPPY"] as const) {
      const words = ["one", "two", "three", "four"];
      const path = write([
        { name: "text", data: words, type: "STRING" },
        { name: "label", data: [...data], type, codec },
      ]);
      const { values, classNames } = (await (await opening(path)).labels())!;
      expect([...classNames].sort()).toEqual([...classes].sort());
      expect([...values].map((value) => classNames[value])).toEqual(data.map(String));
    }
  });

  it("have labels that are written as differences", async () => {
    const numbers = Array.from({ length: 300 }, (_, i) => ((i * i) % 97) - 40);
    const path = write([
      { name: "text", data: numbers.map((n) => `word ${n}`), type: "STRING" },
      { name: "label", data: numbers, type: "INT32", encoding: "DELTA_BINARY_PACKED" },
    ]);
    const { values, classNames } = (await (await opening(path)).labels())!;
    expect([...values].map((value) => classNames[value])).toEqual(numbers.map(String));
  });
});
