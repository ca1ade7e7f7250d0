import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { labelsFromNames } from "./class-labels.js";
import { namesFromCsv } from "./csv-labels.js";
import { parseCsv } from "./parse-csv.js";

const ids = ["a/one.png", "a/two.png", "b/three.jpg"];
const auto = { labelColumn: null, pathColumn: null };
function labelsOf(csv: string, pictures: readonly string[], folder = "", columns = asked) {
  const { names, notes } = namesFromCsv(parseCsv(csv, "labels.csv"), pictures, columns, "labels.csv", folder);
  return { ...labelsFromNames(names), notes };
}
const asked = auto as { readonly labelColumn: string | null; readonly pathColumn: string | null };
const read = (csv: string, columns = asked) => labelsOf(csv, ids, "", columns);

/** The label of each picture. */
const named = (csv: string, pictures: readonly string[], folder = "") =>
  namesFromCsv(parseCsv(csv, "labels.csv"), pictures, auto, "labels.csv", folder).names.map(
    (name) => name ?? undefined,
  );

describe("labels from a CSV", () => {
  const expected = { values: Int32Array.of(1, 0, 1), classNames: ["cat", "dog"], missing: 0 };
  const all = "labels.csv: 3 of 3 rows name a picture, 3 of 3 pictures have a label.";

  it("matches by path, file name or name without ending, in any usual column", () => {
    for (const csv of [
      "path,label\n./a/one.png,dog\na\\two.png,cat\nb/three.jpg,dog\n",
      "Label;Filename\r\ndog;one.png\r\ncat;two.png\r\ndog;three.jpg",
      "name\tcode\tcategory\nNumber 1\tone\tdog\nNo 2\ttwo\tcat\nNo 3\tthree\tdog",
      "Image Index,class\none.png,dog\ntwo.png,cat\nthree.jpg,dog",
    ])
      expect(read(csv)).toEqual({ ...expected, notes: [all] });
    const own = { labelColumn: "kind", pathColumn: "what" };
    expect(read('what, Kind \n"one","dog"\ntwo,cat\nthree,dog', own)).toMatchObject(expected);
  });

  it("takes what programs write for no value as no label", () => {
    for (const none of ["", "NaN", "nan", "<NA>", "#N/A"])
      expect(named(`path,label\none.png,dog\ntwo.png,${none}\nthree.jpg,NA\n`, ids)).toEqual([
        "dog",
        undefined,
        "NA",
      ]);
  });

  it("matches letters however they are composed, in labels too", () => {
    const table = "file,label\ne\u0301.png,Mu\u0308cke\nb.png,M\u00fccke\n";
    expect(labelsOf(table, ["\u00e9.png", "b.png"])).toMatchObject({
      missing: 0,
      classNames: ["M\u00fccke"],
    });
  });

  it("takes the surest spelling of each row, and leaves rows of other pictures alone", () => {
    const [p1, p2] = ["p1", "p2"].map((day) => [1, 2, 3].map((i) => `${day}/${i}.png`));
    const rows = "path,label\np1/1.png,x\np1/2.png,y\np3/3.png,y\n";
    // Of both days, and of one: a third day's row says nothing of the picture of the same file name.
    expect(named(rows, [...p1!, ...p2!])).toEqual(["x", "y", ...Array(4)]);
    expect(named(rows, p1!)).toEqual(["x", "y", undefined]);
    expect(labelsOf(rows, [...p1!, ...p2!]).notes).toEqual([
      "labels.csv: 2 of 3 rows name a picture, 2 of 6 pictures have a label; 1 row names none, such as p3/3.png in line 4; 4 pictures have no row, such as p1/3.png.",
    ]);
    // A table of more than the folder holds.
    expect(named("path,label\np1/1.png,x\np2/1.png,y", p1!)).toEqual(["x", undefined, undefined]);
    // Capitals and endings decide only where nothing surer is there.
    expect(named("path,label\nA.png,x\na.png,y\nb.JPG,z", ["a.png", "b.png"])).toEqual(["y", "z"]);
    expect(named("path,label\nP1/1.PNG,x", p1!)).toEqual(["x", undefined, undefined]);
  });

  it("matches paths with the folder's name or a split's in front, absolute ones, and from elsewhere", () => {
    const folder = "/disk/me/pics/train";
    const pictures = ["cat/1.png", "cat/2.png", "dog/1.png"];
    for (const front of ["", "./", "train/", "pics/train/", "../pics/train/", "/disk/me/pics/train/"]) {
      const csv = `path,label\n${front}cat/1.png,x\n${front}cat/2.png,y\n${front}dog/1.png,z`;
      expect(named(csv, pictures, folder), front).toEqual(["x", "y", "z"]);
    }
    // On another machine, beside rows of the other part: those say nothing of pictures of the same name.
    const away = (part: string, name: string) => `D:\\data\\pics\\${part}\\${name.replace("/", "\\")}`;
    const csv = `path,label\n${away("train", "cat/1.png")},x\n${away("test", "cat/1.png")},y\n${away("test", "cat/2.png")},y`;
    expect(named(csv, pictures, folder)).toEqual(["x", undefined, undefined]);
    const capitals = `path,label\nTRAIN/CAT/1.PNG,x\nTEST/CAT/1.PNG,y\nTrain/dog/1.png,z`;
    expect(named(capitals, pictures, folder)).toEqual(["x", undefined, "z"]);
    // Without the split's name where all parts are read.
    const both = ["train/cat/1.png", "train/cat/2.png", "test/cat/3.png"];
    expect(named("path,label\ncat/1.png,x\ncat/3.png,y", both, "/pics")).toEqual(["x", undefined, "y"]);
  });

  it("matches the end of a path through foreign folders where all paths are of elsewhere, and says so", () => {
    const pictures = ["part1/a.jpg", "part2/b.jpg", "part2/c.jpg"];
    const csv = "image_id,label\nimages/a.jpg,x\nimages/b.jpg,y";
    expect(named(csv, pictures)).toEqual(["x", "y", undefined]);
    expect(labelsOf(csv, pictures).notes?.[0]).toMatch(
      /2 of 2 rows .*; 1 picture has no row, such as part2\/c\.jpg; they are matched by the end of the path alone, such as images\/a\.jpg with part1\/a\.jpg\.$/,
    );
  });

  it("labels no picture by a name that several have", () => {
    const days = ["day1/0.png", "day2/0.png", "day2/1.png"];
    expect(named("path,label\n0.png,cat\n1.png,dog", days)).toEqual([undefined, undefined, "dog"]);
    expect(labelsOf("path,label\n0.png,cat\n1.png,dog", days).notes?.[0]).toMatch(
      /1 row names several, such as 0\.png in line 2, which may be day1\/0\.png or day2\/0\.png/,
    );
    expect(() => labelsOf("path,label\n0.png,cat", days)).toThrow(
      /None of the 1 rows of labels\.csv names one of the 3 pictures alone: 0\.png in line 2 may be day1\/0\.png or day2\/0\.png/,
    );
    expect(named("path,label\n1,cat\n2,dog", ["1.png", "1.jpg", "2.png"])).toEqual([
      undefined,
      undefined,
      "dog",
    ]);
  });

  it("finds the column that names pictures by whole names, rather than by numbers that are stems", () => {
    const pictures = ["1.png", "2.png", "3.png"];
    expect(named("id,file,label\n1,3.png,x\n2,9.png,y\n3,1.png,z", pictures)).toEqual(["z", undefined, "x"]);
    expect(named("where,label\n3.png,x", pictures)).toEqual([undefined, undefined, "x"]);
    expect(() => named("age,label\n3,x", pictures)).toThrow(
      /should have a column with the pictures' paths, but its columns are age, label; call that column path\./,
    );
  });

  it("leaves pictures without a row or a label unlabelled, and says so", () => {
    const labels = read("path,label\none.png,dog\ntwo.png,\nelse.png,cat");
    expect(labels).toEqual({
      ...{ values: Int32Array.of(0, -1, -1), classNames: ["dog"], missing: 2 },
      notes: [
        "labels.csv: 2 of 3 rows name a picture, 1 of 3 pictures has a label; 1 row names none, such as else.png in line 4; 1 picture has no row, such as b/three.jpg; 1 picture has a row without a label, such as a/two.png.",
      ],
    });
  });

  it("says which columns there are, and what does not fit", () => {
    expect(() => read("path,colour\none.png,red")).toThrow(
      /labels\.csv should have a label column .* but its columns are path, colour; choose one with `labelColumn`/,
    );
    const many = Array.from({ length: 40 }, (_, i) => `${"x".repeat(900)}${i}`).join();
    expect(() => read(`path,${many}\none.png${",1".repeat(40)}`)).toThrow(
      /its columns are path, x{57}\.\.\., .* and 11 more; choose/,
    );
    expect(() => read("label\ndog")).toThrow(/should have a column with the pictures' paths/);
    expect(() => read("path,label\na,b", { labelColumn: "kind", pathColumn: null })).toThrow(
      /should have the column kind, but its columns are path, label/,
    );
    expect(() => read("path,label\nx.png,dog\ny.png,cat")).toThrow(
      /None of the 2 rows of labels\.csv names any of the 3 pictures .*first row x\.png, first picture a\/one\.png/,
    );
    expect(() => read("path,label\na/one.png,dog\nb/three.jpg,dog\none.png,cat")).toThrow(
      /gives a\/one\.png two labels, dog in line 2 \(a\/one\.png\) and cat in line 4 \(one\.png\)/,
    );
    expect(() => read("path,label\n")).toThrow(/None of the 0 rows/);
    expect(read("path,label\none.png,dog\none.png,dog").missing).toBe(2);
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
    expect(table.lines).toEqual([2, 5]);
    expect(parseCsv("a|b\n1|2", "t").rows).toEqual([["1", "2"]]);
    expect(parseCsv('\ufeffsep=;\r\na,b;c\r\n1;"2"', "t")).toEqual({
      ...{ columns: ["a,b", "c"], rows: [["1", "2"]], lines: [3] },
    });
    expect(parseCsv("\n\na;b\n1;2", "t").columns).toEqual(["a", "b"]);
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
