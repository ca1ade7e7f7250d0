import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { csvLabels } from "./csv-labels.js";
import { parseCsv } from "./parse-csv.js";

const ids = ["a/one.png", "a/two.png", "b/three.jpg"];
const auto = { labelColumn: null, pathColumn: null };
const read = (csv: string, columns: { labelColumn: string | null; pathColumn: string | null } = auto) =>
  csvLabels(parseCsv(csv, "labels.csv"), ids, columns, "labels.csv");

describe("labels from a CSV", () => {
  const expected = { values: Int32Array.of(1, 0, 1), classNames: ["cat", "dog"], missing: 0 };

  it("matches by path, file name or name without ending, in any usual column", () => {
    expect(read("path,label\n./a/one.png,dog\na\\two.png,cat\nb/three.jpg,dog\n")).toEqual(expected);
    expect(read("Label;Filename\r\ndog;one.png\r\ncat;two.png\r\ndog;three.jpg")).toEqual(expected);
    expect(read("name\tcode\tcategory\nNumber 1\tone\tdog\nNo 2\ttwo\tcat\nNo 3\tthree\tdog")).toEqual(
      expected,
    );
    const own = { labelColumn: "kind", pathColumn: "what" };
    expect(read('what,kind\n"one","dog"\ntwo,cat\nthree,dog', own)).toEqual(expected);
  });

  it("matches letters however they are composed", () => {
    const table = parseCsv("file,label\ne\u0301.png,x\n", "labels.csv");
    expect(csvLabels(table, ["\u00e9.png"], auto, "labels.csv").missing).toBe(0);
  });

  it("leaves pictures without a row or a label unlabelled", () => {
    const labels = read("path,label\none.png,dog\ntwo.png,\nelse.png,cat");
    expect(labels).toEqual({ values: Int32Array.of(0, -1, -1), classNames: ["dog"], missing: 2 });
  });

  it("says which columns there are, and what does not fit", () => {
    expect(() => read("path,colour\none.png,red")).toThrow(
      /labels\.csv should have a label column .* but its columns are path, colour; choose one with --label-column/,
    );
    expect(() => read("where,label\none.png,red")).toThrow(/should have a path column/);
    expect(() => read("path,label\na,b", { labelColumn: "kind", pathColumn: null })).toThrow(
      /should have the column kind, but its columns are path, label/,
    );
    expect(() => read("path,label\nx.png,dog\ny.png,cat")).toThrow(
      /None of the 2 rows of labels\.csv names any of the 3 pictures .*first row x\.png, first picture a\/one\.png/,
    );
    expect(() => read("path,label\none.png,dog\none.png,cat")).toThrow(
      /gives one\.png two labels, dog and cat/,
    );
    expect(() => read("path,label\n")).toThrow(/None of the 0 rows/);
  });
});

describe("parseCsv", () => {
  it("reads quotes, delimiters and line ends inside quotes", () => {
    const table = parseCsv('\ufeffa,b\r\n"x, ""y""","1\r\n2"\r\n\r\n , \r\n', "t");
    expect(table.columns).toEqual(["a", "b"]);
    expect(table.rows).toEqual([
      ['x, "y"', "1\r\n2"],
      [" ", " "],
    ]);
    expect(parseCsv("a|b\n1|2", "t").rows).toEqual([["1", "2"]]);
    expect(parseCsv("only\n1\n\n2", "t").rows).toEqual([["1"], ["2"]]);
  });

  it("names the line that is wrong", () => {
    expect(() => parseCsv('a,b\n"1\n2",3\n4\n', "t")).toThrow(/t line 4 has 1 cells, but the header has 2/);
    expect(() => parseCsv('a,b\n1,"2', "t")).toThrow(/t line 2 opens a quote that is never closed/);
    expect(() => parseCsv(" \n", "t")).toThrow(/t is empty/);
  });

  it("gives back what was written", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", ";", " ", "é") });
    const quoted = (cells: string[]) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell)), (rows) => {
        const text = ["a,b,c", ...rows.map(quoted)].join("\n");
        expect(parseCsv(text, "t").rows).toEqual(rows);
      }),
    );
  });

  it("ends with rows as wide as the header, or a DataError, for any text", () => {
    const unit = fc.constantFrom("a", "1", '"', ",", ";", "\t", "|", "\n", "\r", " ", "\ufeff");
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        try {
          const { columns, rows } = parseCsv(text, "t");
          for (const row of rows) expect(row).toHaveLength(columns.length);
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
