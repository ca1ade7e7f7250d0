import { expect, it } from "vitest";
import { CsvRows } from "./csv-rows.js";

const csv = '\ufeffsep=;\r\n\r\nname;says\r\na;"x;""y""\r\nz"\r\n\r\nb;plain\rc;\nd;"last"';
const rows = [
  { cells: ["a", 'x;"y"\r\nz'], line: 4 },
  { cells: ["b", "plain"], line: 7 },
  { cells: ["c", ""], line: 8 },
  { cells: ["d", "last"], line: 9 },
];

function readIn(pieces: readonly string[], options = {}) {
  const reader = new CsvRows("t.csv", options);
  const found = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.finish()];
  return { found, columns: reader.columns };
}

it("gives the same rows wherever the file is cut", () => {
  for (let size = 1; size <= csv.length; size++) {
    const pieces = Array.from({ length: Math.ceil(csv.length / size) }, (_, i) =>
      csv.slice(i * size, (i + 1) * size),
    );
    expect(readIn(pieces)).toEqual({ found: rows, columns: ["name", "says"] });
  }
});

it("holds only the row that has begun", () => {
  const reader = new CsvRows("t.csv", { longest: 100 });
  let count = 0;
  for (let i = 0; i < 1000; i++) count += reader.push(i === 0 ? "text\n" : `row ${i}\n`).length;
  expect(count + reader.finish().length).toBe(999);
  const endless = new CsvRows("t.csv", { longest: 100 });
  endless.push('text\n"');
  const fill = () => {
    for (let i = 0; i < 100; i++) endless.push("no end ");
  };
  expect(fill).toThrow(
    "t.csv line 2 begins a row of more than 100 characters: a quote in it may not be closed.",
  );
});

it("takes a delimiter that is given", () => {
  expect(readIn(["a,b\tc\n1,2\t3\n"], { delimiter: "\t" }).columns).toEqual(["a,b", "c"]);
});
