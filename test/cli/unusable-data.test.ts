import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { picture, pictures, put, refusesAll, tiny, unlabel, workplace } from "./command-line.suite.js";

const folder = workplace();

beforeAll(async () => {
  await pictures(join(folder, "photos"), 24);
  await pictures(join(folder, "mostly"), 40);
  put(folder, "mostly/text.jpg", "this is no picture");
  put(folder, "mostly/one.png", await picture(1, 1));
  await pictures(join(folder, "spoiled"), 20);
  put(folder, "spoiled/text.jpg", "this is no picture");
  put(folder, "spoiled/empty.png", "");
  const whole = readFileSync(join(folder, "spoiled/p0.png"));
  put(folder, "spoiled/cut.png", whole.subarray(0, whole.length / 2));
  for (const name of ["a.jpg", "b.png"]) put(folder, `nothing/${name}`, "no");
  put(folder, "words/notes.txt", "hello");
  mkdirSync(join(folder, "empty"));
  for (let i = 0; i < 4; i++) {
    put(folder, `classes/a/q${i}.png`, await picture(i));
    put(folder, `films/f${i >> 1}/frame${i}.png`, await picture(i));
  }
  put(folder, "classes/b/alone.png", await picture(9));
  put(folder, "films/short/frame1.png", await picture(9));
  put(folder, "column.csv", "path,colour\np0.png,1\n");
  put(folder, "strangers.csv", "path,label\nzzz.png,1\n");
  put(folder, "broken.csv", "path,label\np0.png,a,b\n");
});

describe("data that cannot be used end with 2 and one sentence", () => {
  it("folders", () =>
    refusesAll(folder, [
      [
        "pretrain nowhere",
        /nowhere does not exist: expected a text file, .*; or a folder of pictures, an IDX file or the name mnist/,
      ],
      ["pretrain photoss", /Did you mean photos\?/],
      ["pretrain empty", /empty is empty; expected pictures/],
      ["pretrain words", /words has 1 sample; training needs at least 2/],
      [
        "pretrain words --kind pictures",
        /There are no pictures in .*words or its folders; expected pictures \(jpg/,
      ],
      [
        "pretrain nothing",
        /No picture in .*nothing can be read \(2 tried\); the first is a\.jpg: not a picture/,
      ],
      [
        "pretrain spoiled",
        /3 of the 23 pictures .* cannot be read, more than the 5 %.*cut\.png: corrupt, cut short/,
      ],
      ["pretrain photos/p0.png", /is one picture; expected a folder of pictures: give photos instead/],
      ["pretrain broken.csv --kind pictures", /broken\.csv is a file; expected a folder/],
    ]));

  it("labels, where they are needed", () =>
    refusesAll(folder, [
      ["pretrain photos --labels gone.csv", /labels file gone\.csv does not exist/],
      [
        "pretrain photos --labels column.csv --method supervised",
        /should have a label column .* --label-column/,
      ],
      [
        "pretrain photos --labels strangers.csv --method supervised",
        /None of the 1 rows .* names any of the 24 pictures/,
      ],
      ["pretrain photos --labels broken.csv --method supervised", /line 2 has 3 cells, but the header has 2/],
      [
        "pretrain photos --labels broken.csv --holdout 4 --out held",
        /line 2 .* To train without labels, add --labels none/,
      ],
      ["pretrain photos --method supervised", /has no labels, but they are needed here/],
    ]));

  it("positives that samples do not have", () =>
    refusesAll(folder, [
      ["pretrain photos --pair photoss", /photoss does not exist.* Did you mean photos\?/],
      [
        "pretrain photos --pair films",
        /None of the 24 samples of .*photos has a partner among the .*matched by file name/,
      ],
      ["pretrain photos --positives class", /has no labels, but they are needed here/],
      [
        "pretrain classes --positives class --batch-size 2",
        /The class b has one training sample, and positives by class need two of each/,
      ],
      [
        "pretrain films --positives time --batch-size 2",
        /folder short of .*films has one training sample, and positives by time need two/,
      ],
    ]));

  it("leaves no run folder behind", () => {
    expect(existsSync(join(folder, "held"))).toBe(false);
    expect(existsSync(join(folder, "runs"))).toBe(false);
  });
});

describe("data that can be used", () => {
  it("skip a file that is no picture, say so once, and take a picture of one pixel", async () => {
    const { code, stdout, stderr } = await unlabel(
      folder,
      `pretrain mostly ${tiny} --steps 2 --out mostly-run`,
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toBe("mostly-run\n");
    expect(stderr).toContain("1 more cannot be read and is left out: text.jpg (");
    expect(stderr.match(/text\.jpg/g)).toHaveLength(1);
    // Taken, but named: one pixel is one colour.
    expect(stderr).toMatch(/1 of the 41 pictures in .* is of one colour throughout, such as one\.png:/);
    expect(stderr.match(/one\.png/g)).toHaveLength(1);
  });

  it("need no labels: a labels file that cannot be read does not matter until it is read", async () => {
    const words = `pretrain photos ${tiny} --steps 2 --labels broken.csv --out unread`;
    const { code, stderr } = await unlabel(folder, words);
    expect(code, stderr).toBe(0);
  });
});
