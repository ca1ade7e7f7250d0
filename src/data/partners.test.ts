import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import {
  alignedPartners,
  classPartners,
  createLoader,
  type ImageSource,
  pairSources,
  split,
  subset,
  timePartners,
} from "./index.js";
import { numbered, numbersIn } from "./made-data.suite.js";

const named = (ids: readonly string[], from = 0): ImageSource => {
  const places = ids.map((_, i) => from + i);
  return { ...subset(numbered(from + ids.length, null), places), id: (index) => ids[index]!, name: ids[0]! };
};
const idsOf = (source: ImageSource) => Array.from({ length: source.length }, (_, i) => source.id(i));
/** All partners that a sample gets over many epochs. */
const drawn = (of: (index: number, key: readonly number[]) => number, index: number) =>
  [...new Set(Array.from({ length: 200 }, (_, epoch) => of(index, [3, epoch])))].sort((a, b) => a - b);

describe("classPartners", () => {
  it("draws every other sample of the class, never the sample, by key", async () => {
    const source = numbered(12, (i) => `class ${i % 3}`);
    const { of } = await classPartners(source);
    expect(drawn(of, 4)).toEqual([1, 7, 10]);
    expect(drawn(of, 11)).toEqual([2, 5, 8]);
    const draws = (seed: number) => Array.from({ length: 12 }, (_, i) => of(i, [seed, 5]));
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
  });

  it("needs labels, and two samples of each class", async () => {
    await expect(classPartners(numbered(4, null))).rejects.toThrow(/no labels, .*one folder a class/);
    await expect(classPartners(numbered(4, (i) => (i > 0 ? "a" : null)))).rejects.toThrow(
      /1 samples without/,
    );
    const lonely = classPartners(numbered(4, (i) => (i > 0 ? "a" : "b")));
    await expect(lonely).rejects.toThrow(DataError);
    await expect(lonely).rejects.toThrow(/class b has one training sample/);
  });
});

describe("timePartners", () => {
  const film = named(["a/f1.png", "a/f10.png", "a/f2.png", "a/f3.png", "b/x 9.png", "b/x 11.png"]);

  it("draws from the window within a folder, with numbers by value", () => {
    const next = timePartners(film, 1).of;
    expect(drawn(next, 0)).toEqual([2]);
    expect(drawn(next, 2)).toEqual([0, 3]);
    expect(drawn(next, 1)).toEqual([3]);
    expect(drawn(next, 5)).toEqual([4]);
    expect(drawn(timePartners(film, 9).of, 0)).toEqual([1, 2, 3]);
  });

  it("needs two frames a folder", () => {
    expect(() => timePartners(named(["a/1.png", "a/2.png", "b/1.png"]), 1)).toThrow(
      /folder b of .* two in each/,
    );
    expect(() => timePartners(film, 0)).toThrow(/`timeWindow` takes a whole number from 1/);
  });
});

describe("pairSources", () => {
  const left = named(["x/1.png", "x/2.png", "x/3.png", "y/1.png"]);
  const right = named(["y/1.jpg", "x/2.jpg", "z/8.jpg", "x/1.jpg"], 100);

  it("aligns by name without the ending, and lists what has no partner", async () => {
    const both = pairSources(left, right);
    expect(idsOf(both)).toEqual(["x/1.png", "x/2.png", "y/1.png"]);
    expect(idsOf(both.partner!)).toEqual(["x/1.jpg", "x/2.jpg", "y/1.jpg"]);
    expect(both.skipped.map(({ id }) => id)).toEqual(["x/3.png", "z/8.jpg"]);
    expect(both.skipped[0]!.reason).toBe("no partner in y/1.jpg");
    expect(both.notes.at(-1)).toMatch(
      /^2 samples have no partner and are left out of .*: x\/3\.png .*, z\/8\.jpg /,
    );
  });

  it("does not call a sample alone whose partner the limit cut off", () => {
    const cut: ImageSource = { ...subset(left, [0, 1]), beyondLimit: () => ["x/3.png", "y/1.png"] };
    const both = pairSources(cut, right);
    expect(idsOf(both.partner!)).toEqual(["x/1.jpg", "x/2.jpg"]);
    expect(both.skipped.map(({ id }) => id)).toEqual(["z/8.jpg"]);
    expect(both.warnings).toEqual([]);
    const none: ImageSource = { ...subset(left, [2]), id: () => "x/3.png", beyondLimit: () => ["x/1.png"] };
    expect(() => pairSources(none, right)).toThrow(/1 samples .* limit of 1 cut all of them off/);
  });

  it("says so when most of a source has no partner", () => {
    const many = named(["x/1.png", ...Array.from({ length: 4 }, (_, i) => `w/${i + 20}.png`)]);
    const [warning] = pairSources(left, many).warnings ?? [];
    expect(warning).toMatch(/only 1 of the 4 samples of x\/1\.png and of the 5 .* matched by file name/);
  });

  it("keeps partners through parts, and gives them with each batch", async () => {
    const [part, rest] = await split(pairSources(left, right), { fraction: 0.4, seed: 1 });
    for (const piece of [part, rest]) {
      const stem = (id: string) => id.replace(/\..*/, "");
      expect(idsOf(piece).map(stem)).toEqual(idsOf(piece.partner!).map(stem));
    }
    const loader = createLoader({ source: rest, batchSize: 2, epochs: 1, partners: alignedPartners(rest) });
    for await (const { images, indices, partners } of loader) {
      const numberOf: Record<string, number> = { "x/1.jpg": 103, "x/2.jpg": 101, "y/1.jpg": 100 };
      expect(numbersIn(partners!.images)).toEqual([...indices].map((i) => numberOf[rest.partner!.id(i)]));
      expect(numbersIn(images)).not.toEqual(numbersIn(partners!.images));
    }
  });

  it("aligns by file names alone where those are unlike in folders, unless they are not unique", () => {
    const flat = named(["1.png", "2.png"]);
    expect(idsOf(pairSources(flat, named(["deep/er/2.webp", "deep/1.webp"])).partner!)).toEqual([
      "deep/1.webp",
      "deep/er/2.webp",
    ]);
    expect(() => pairSources(flat, named(["a/1.png", "b/1.png"]))).toThrow(DataError);
    expect(() => pairSources(flat, named(["a/1.png", "b/1.png"]))).toThrow(
      /None of the 2 samples .* 1\.png and a\/1\.png/,
    );
  });

  it("refuses other shapes", () => {
    const wide: ImageSource = { ...right, shape: [3, 1, 2] };
    expect(() => pairSources(left, wide)).toThrow(/only be paired at one shape/);
  });
});

describe("createLoader with partners", () => {
  it("goes on from any position to the same partners", async () => {
    const source = numbered(40, (i) => `class ${i % 3}`);
    const partners = await classPartners(source);
    const take = async (count: number, position = { epoch: 0, batchInEpoch: 0 }) => {
      const batches: { images: Uint8Array; partners?: { images: Uint8Array } }[] = [];
      for await (const batch of createLoader({ source, batchSize: 8, seed: 4, position, partners })) {
        batches.push(batch);
        if (batches.length === count) return batches;
      }
      return batches;
    };
    const whole = await take(12);
    expect(await take(5, { epoch: 1, batchInEpoch: 2 })).toEqual(whole.slice(7));
    for (const { images, partners: others } of whole) {
      const classes = (pixels: Uint8Array) => numbersIn(pixels).map((number) => number % 3);
      expect(classes(others!.images)).toEqual(classes(images));
    }
  });
});
