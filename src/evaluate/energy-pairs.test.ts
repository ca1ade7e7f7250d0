import { describe, expect, it } from "vitest";
import type { ImageSource } from "../data/index.js";
import { DataError } from "../errors.js";
import { viewFeeds } from "../kinds/index.js";
import { incompatibleRow } from "../steps/index.js";
import { drawEnergyPairs, type EnergyPairs } from "./energy-pairs.js";

/** Pictures of one pixel, whose byte is the sample's place plus `first`. */
function source(length: number, { first = 0, labels = [] as number[], folders = 1 } = {}): ImageSource {
  const values = Int32Array.from(labels);
  return {
    kind: "pictures",
    name: "made",
    length,
    shape: [1, 1, 1],
    sizeNote: "",
    skipped: [],
    notes: [],
    storedIn: "memory",
    id: (i) => `film${i % folders}/${i}.png`,
    hasLabels: labels.length > 0,
    labels: async () =>
      labels.length === 0
        ? null
        : { values, classNames: ["a", "b", "c"], missing: labels.filter((label) => label < 0).length },
    read: async (places) => ({ images: Uint8Array.from(Array.from(places, (place) => first + place)) }),
    close: async () => undefined,
  };
}

/** The pictures of a draw of one batch. */
async function drawnPictures({ feeds }: EnergyPairs) {
  const { images, partners = null } = (await feeds(0)) as Record<string, Uint8Array>;
  return { images: images!, partners };
}

const draw = { most: 100, seed: 0 };
const unlabelled = { labels: false };
const asTheyAre = { source: (all: ImageSource) => all, feeds: viewFeeds };

describe("drawEnergyPairs", () => {
  it("needs no partners where views of a sample are the positives", async () => {
    const drawn = await drawEnergyPairs({}, unlabelled, source(20), { most: 12, seed: 0 }, asTheyAre);
    const { images, partners } = await drawnPictures(drawn);
    expect([drawn.batchSize, partners]).toEqual([12, null]);
    expect(new Set(images).size).toBe(12);
    expect(drawn.kinds).toEqual({
      compatible: "two views of one sample",
      incompatible: "views of two samples",
    });
  });

  it("takes partners from the second source", async () => {
    const both = { ...source(20), partner: source(20, { first: 100 }) };
    const config = { positives: { kind: "paired", path: "drawings" } } as const;
    const drawn = await drawEnergyPairs(config, unlabelled, both, draw, asTheyAre);
    const { images, partners } = await drawnPictures(drawn);
    const { kinds } = drawn;
    expect(partners).toEqual(images.map((place) => place + 100));
    expect(kinds).toEqual({
      compatible: "views of a sample and of its partner in drawings",
      incompatible: "views of two samples, the second from the other source",
    });
  });

  it("takes partners of the class, and never calls a pair of one class incompatible", async () => {
    // Sample 20 is alone in its class, 21 has none: they have no partner.
    const labels = Array.from({ length: 22 }, (_, i) => (i === 21 ? -1 : i === 20 ? 2 : i < 13 ? 0 : 1));
    const config = { positives: { kind: "class" } } as const;
    const drawn = await drawEnergyPairs(config, unlabelled, source(22, { labels }), draw, asTheyAre);
    const { batchSize } = drawn;
    const { images, partners } = await drawnPictures(drawn);
    expect([...images].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const rows = Array.from(images.keys());
    for (const row of rows) {
      expect(partners![row]).not.toBe(images[row]);
      expect(labels[partners![row]!]).toBe(labels[images[row]!]);
      const other = partners![incompatibleRow(row, batchSize)]!;
      expect(drawn.isApart(row)).toBe(labels[other] !== labels[images[row]!]);
    }
    // 13 of one class in 20 rows: as few as can be are paired with their own.
    expect(rows.filter((row) => !drawn.isApart(row))).toHaveLength(6);
    expect(drawn.kinds.incompatible).toBe("views of samples of two classes");
  });

  it("knows what belongs together where the method's loss reads labels", async () => {
    const labels = Array.from({ length: 20 }, (_, i) => i % 2);
    const drawn = await drawEnergyPairs({}, { labels: true }, source(20, { labels }), draw, asTheyAre);
    const { images, partners } = await drawnPictures(drawn);
    expect(partners).toBeNull();
    expect(Array.from(images.keys()).every(drawn.isApart)).toBe(true);
  });

  it("takes near frames, and leaves out films of one frame", async () => {
    const config = { positives: { kind: "time", window: 2 } } as const;
    const drawn = await drawEnergyPairs(config, unlabelled, source(12, { folders: 2 }), draw, asTheyAre);
    const { images, partners } = await drawnPictures(drawn);
    for (const [row, place] of images.entries()) expect([2, 4]).toContain(Math.abs(partners![row]! - place));
    const alone = drawEnergyPairs(config, unlabelled, source(6, { folders: 5 }), draw, asTheyAre);
    await expect(alone).rejects.toThrow(DataError);
    await expect(alone).rejects.toThrow(/2 of the 6 samples of made have a partner by time/);
  });

  it("says what is missing for positives by class", async () => {
    const failure = drawEnergyPairs({ positives: { kind: "class" } }, unlabelled, source(9), draw, asTheyAre);
    await expect(failure).rejects.toThrow(/made has no labels/);
  });
});
