import { describe, expect, it } from "vitest";
import { vit } from "../encoders/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { joinNine } from "./cut-patches.js";
import { jigsaw } from "./index.js";
import { shuffledTiles, solvedTiles } from "./jigsaw.js";
import { seenByEncoder } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";
import { permutationSet } from "./permutation-set.js";
import { rowsOf, runTensors } from "./run-tensors.suite.js";

describeMethod("jigsaw", { method: jigsaw({ hiddenDim: 32, permutations: 9 }) });
describeMethod("jigsaw of oblong pictures", {
  method: jigsaw({ hiddenDim: 32, permutations: 9 }),
  encoder: vit({ width: 16, depth: 1, heads: 2 }),
  side: 24,
  width: 32,
  steps: 5,
  lossFalls: false,
});
describeMethod("jigsaw of colour pictures, enlarged", {
  method: jigsaw({ hiddenDim: 32, permutations: 9, patchScale: 2 }),
  channels: 3,
  steps: 15,
  // Fifteen steps of nine classes are noise; the puzzle itself is looked at below.
  lossFalls: false,
});

describe("a jigsaw puzzle", () => {
  const settings = { ...jigsaw.definition.options.parse({}), tile: 0.5 };
  const [n, height, width] = [6, 24, 30];
  const x = input("x", [n, 1, height, width]);
  // Every pixel says where it is, so that a tile tells its place.
  const data = Float32Array.from({ length: n * height * width }, (_, i) => i);
  const { tiles, truth } = shuffledTiles(Scope.root().child("head"), x, settings);
  const solved = solvedTiles(tiles, truth, settings);
  const side = 4;

  /** Picture, row and column of a tile's first pixel, if all of it is one piece of a picture. */
  const placeOf = (tile: readonly number[]) => {
    const first = tile[0]!;
    tile.forEach((value, i) => {
      expect(value).toBe(first + Math.floor(i / side) * width + (i % side));
    });
    return [Math.floor(first / (height * width)), Math.floor(first / width) % height, first % width] as const;
  };

  it("has each tile inside its cell, in the place that the permutation says, at offsets that vary", async () => {
    const read = await runTensors({ tiles, truth }, { feeds: { x: data } });
    const offsets = new Set<number>();
    rowsOf(read("tiles"), side * side).forEach((tile, i) => {
      const [picture, top, left] = placeOf(tile);
      const cell = permutationSet(settings.permutations)[read("truth")[picture]!]![i % 9]!;
      expect(picture).toBe(Math.floor(i / 9));
      expect([Math.floor(top / 8), Math.floor(left / 10)]).toEqual([Math.floor(cell / 3), cell % 3]);
      expect([Math.floor((top + side - 1) / 8), Math.floor((left + side - 1) / 10)]).toEqual([
        Math.floor(cell / 3),
        cell % 3,
      ]);
      offsets.add(left % 10);
    });
    expect(offsets.size).toBe(10 - side + 1);
    expect(new Set(read("truth")).size).toBeGreaterThan(3);
  });

  it("is the picture again when the true permutation is undone", async () => {
    const read = await runTensors({ solved, panel: joinNine(solved) }, { feeds: { x: data } });
    rowsOf(read("solved"), side * side).forEach((tile, i) => {
      const [picture, top, left] = placeOf(tile);
      expect([picture, Math.floor(top / 8), Math.floor(left / 10)]).toEqual([
        Math.floor(i / 9),
        Math.floor((i % 9) / 3),
        i % 3,
      ]);
    });
    // As a picture: further right and further down, numbers grow.
    for (const panel of rowsOf(read("panel"), 144)) {
      for (const row of rowsOf(panel, 12))
        expect(row).toEqual(row.toSorted((a, b) => (a % width) - (b % width)));
      const rows = rowsOf(panel, 12).map(([first]) => Math.floor(first! / width));
      expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    }
  });
});

describe("what a jigsaw shows of colour pictures", () => {
  const pictures = 16;
  /** How many of a picture's nine tiles are grey, picture by picture. */
  const grey = async (greyscale: number) => {
    const method = jigsaw({ hiddenDim: 4, permutations: 9, patchScale: 1, tile: 0.5, greyscale });
    const tiles = rowsOf(await seenByEncoder(method, { shape: [pictures, 3, 24, 24] }), 3 * 16);
    const isGrey = tiles.map((tile) =>
      tile.slice(0, 32).every((value, i) => Math.abs(value - tile[i + 16]!) < 1e-4),
    );
    return Array.from({ length: pictures }, (_, n) => isGrey.slice(9 * n, 9 * n + 9).filter(Boolean).length);
  };

  it("is grey for a share of them, all tiles of one alike", async () => {
    expect(await grey(0)).toEqual(Array(pictures).fill(0));
    expect(await grey(1)).toEqual(Array(pictures).fill(9));
    expect(new Set(await grey(0.5))).toEqual(new Set([0, 9]));
  });
});
