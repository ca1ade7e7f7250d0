import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { describeEncoder } from "./encoder.suite.js";
import { patchify, sinCosPositions, vit } from "./index.js";
import { learnedPositions } from "./learned-positions.js";

const small = { width: 8, depth: 2, heads: 2 };

describeEncoder("vit, mean token", {
  encoder: vit(small),
  shape: [3, 3, 8, 12],
  sizes: [
    { shape: [2, 1, 28, 28], width: 8 },
    { shape: [2, 4, 4, 36], width: 8 },
    { shape: [2, 3, 56, 64], width: 8 },
  ],
  layers: ["block1", "block2", "map"],
  counts: [
    // The benchmark's net: 64 tokens of 4x4 pixels.
    {
      encoder: vit({ depth: 6 }),
      shape: [1, 3, 32, 32],
      parameters: 6 * 444_864 + 48 * 192 + 192 + 64 * 192 + 2 * 192,
    },
  ],
});

describeEncoder("vit, class token", {
  encoder: vit({ ...small, pooling: "class", patch: 2 }),
  shape: [3, 1, 4, 6],
  sizes: [{ shape: [2, 3, 6, 2], width: 8 }],
  layers: ["block1", "block2", "map"],
  counts: [
    // timm's vit_tiny_patch16_224 (5,717,416) and vit_small_patch16_224 (22,050,664) without their classifiers.
    { encoder: vit({ pooling: "class" }), shape: [1, 3, 224, 224], parameters: 5_717_416 - 193_000 },
    {
      encoder: vit({ size: "small", pooling: "class" }),
      shape: [1, 3, 224, 224],
      parameters: 22_050_664 - 385_000,
    },
  ],
});

describe("vit", () => {
  it("chooses the patch by the picture, and says which size does not fit", () => {
    const tokens = (side: number) =>
      vit(small).apply(Scope.root(), input("x", [1, 3, side, side])).tokens?.shape[1];
    expect([tokens(32), tokens(64), tokens(224)]).toEqual([64, 64, 196]);
    expect(() => tokens(30)).toThrow(/multiples of its patch of 4 pixels; got 30 x 30/);
    expect(() => tokens(30)).toThrow(ConfigError);
  });

  it("refuses widths that heads or waves do not divide", () => {
    expect(() => vit({ width: 10, heads: 4 })).toThrow(/multiple of `encoder.heads`/);
    expect(() => vit({ width: 6, heads: 1, positions: "sincos" })).toThrow(/of 4/);
  });

  it("cuts patches row by row, channel by channel inside", async () => {
    const engine = inlineEngine();
    const x = Float32Array.from({ length: 2 * 2 * 4 * 6 }, (_, i) => i);
    const outputs = new Map([["patches", patchify(input("x", [2, 2, 4, 6]), 2)]]);
    const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
    const { patches } = await program.run({ x });
    const expected: number[] = [];
    for (const n of [0, 1])
      for (const row of [0, 2])
        for (const column of [0, 2, 4])
          for (const c of [0, 1])
            for (const i of [0, 1])
              for (const j of [0, 1]) expected.push(x[((n * 2 + c) * 4 + row + i) * 6 + column + j]!);
    expect([...patches!]).toEqual(expected);
    await engine.dispose();
  });

  it.each(["mean", "class"] as const)("keeps patches together with their positions (%s)", async (pooling) => {
    const engine = inlineEngine();
    const encoder = vit({ ...small, pooling, patch: 2 });
    const scope = Scope.root();
    const x = input("x", [2, 1, 4, 4]);
    const all = encoder.apply(scope, x);
    const some = encoder.apply(scope, x, { keep: input("keep", [2, 4], "int32") });
    expect(some.map).toBeUndefined();
    const outputs = new Map([
      ["all", all.embedding],
      ["some", some.embedding],
      ["allTokens", all.tokens!],
      ["someTokens", some.tokens!],
    ]);
    const store = await engine.createStore(scope.variables.initialValues(1));
    const program = await engine.load({ outputs, updates: new Map() }, { store });
    const pixels = Float32Array.from({ length: 32 }, (_, i) => Math.sin(i * i));
    const close = (a: unknown, b: Float32Array) => {
      const [left, right] = [a as Float32Array, b];
      expect(left.length).toBe(right.length);
      left.forEach((value, i) => {
        expect(value).toBeCloseTo(right[i]!, 5);
      });
    };
    // All patches in another order: attention does not care for the order, so tokens only change places.
    const order = Int32Array.of(2, 0, 3, 1, 1, 2, 3, 0);
    const result = await program.run({ x: pixels, keep: order });
    close(result.some, result.all as Float32Array);
    const tokens = result.allTokens as Float32Array;
    const moved = Float32Array.from({ length: 64 }, (_, i) => {
      const row = Math.floor(i / 8);
      return tokens[(Math.floor(row / 4) * 4 + order[row]!) * 8 + (i % 8)]!;
    });
    close(result.someTokens, moved);
    await engine.dispose();
  });

  it("looks at smaller views with the same patches, and with positions resized to their grid", async () => {
    const engine = inlineEngine();
    const scope = Scope.root();
    const encoder = vit({ ...small, pooling: "class" });
    encoder.apply(scope, input("large", [1, 3, 64, 32])); // patches of 4: 16 x 8
    const { tokens, embedding } = encoder.apply(scope, input("small", [2, 3, 32, 16]));
    expect([tokens?.shape, embedding.shape]).toEqual([
      [2, 32, 8],
      [2, 8],
    ]);
    const grid = { rows: 8, columns: 4, width: 8, withClass: true };
    const outputs = new Map([["table", learnedPositions(scope, grid)]]);
    const values = scope.variables.initialValues(1);
    const program = await engine.load(
      { outputs, updates: new Map() },
      { store: await engine.createStore(values) },
    );
    const table = (await program.run({})).table as Float32Array;
    const full = values.find(({ name }) => name === "position")?.data as Float32Array;
    expect([...table.subarray(0, 8)]).toEqual([...full.subarray(0, 8)]);
    // Half as many rows and columns: the middle between two of them.
    for (const [row, column] of [
      [0, 0],
      [3, 2],
      [7, 3],
    ] as const) {
      for (let d = 0; d < 8; d++) {
        const at = (r: number, c: number) => full[(1 + r * 8 + c) * 8 + d]!;
        const [r, c] = [2 * row, 2 * column];
        const middle = (at(r, c) + at(r, c + 1) + at(r + 1, c) + at(r + 1, c + 1)) / 4;
        expect(table[(1 + row * 4 + column) * 8 + d]).toBeCloseTo(middle, 6);
      }
    }
    await engine.dispose();
  });

  it("reads the positions of an oblong picture as its own grid, whatever the proportions of a view", async () => {
    const engine = inlineEngine();
    const scope = Scope.root();
    const encoder = vit(small);
    encoder.apply(scope, input("full", [1, 1, 24, 32])); // patches of 4: 6 x 8
    encoder.apply(scope, input("part", [1, 1, 8, 8]));
    const table = learnedPositions(scope, { rows: 2, columns: 2, width: 8, withClass: false });
    const values = scope.variables.initialValues(1);
    const outputs = new Map([["table", table]]);
    const store = await engine.createStore(values);
    const read = (await (await engine.load({ outputs, updates: new Map() }, { store })).run({})).table!;
    const full = values.find(({ name }) => name === "position")!.data;
    // A third of the rows and a quarter of the columns: rows 1 and 4, the middle of columns 1 and 2, and of 5 and 6.
    [1, 4].forEach((row, i) => {
      [1, 5].forEach((column, j) => {
        for (let d = 0; d < 8; d++) {
          const at = (c: number) => Number(full[(row * 8 + c) * 8 + d]);
          expect(read[(2 * i + j) * 8 + d]).toBeCloseTo((at(column) + at(column + 1)) / 2, 6);
        }
      });
    });
    await engine.dispose();
  });

  it("does not see masked patches, but knows where they are", async () => {
    const engine = inlineEngine();
    const encoder = vit({ ...small, patch: 2 });
    const scope = Scope.root();
    const x = input("x", [1, 1, 4, 4]);
    const mask = input("hidden", [1, 4]);
    const outputs = new Map([
      ["plain", encoder.apply(scope, x).embedding],
      ["masked", encoder.apply(scope, x, { mask }).embedding],
      ["kept", encoder.apply(scope, x, { mask, keep: input("keep", [1, 4], "int32") }).embedding],
    ]);
    const store = await engine.createStore(scope.variables.initialValues(1));
    const program = await engine.load({ outputs, updates: new Map() }, { store });
    const pixels = Float32Array.from({ length: 16 }, (_, i) => Math.sin(i * i));
    // Pixels 2, 3, 6, 7 are the second patch.
    const other = pixels.map((value, i) => ([2, 3, 6, 7].includes(i) ? 3 - value : value));
    const run = (at: Float32Array, ...hidden: number[]) =>
      program.run({ x: at, hidden: Float32Array.from(hidden), keep: Int32Array.of(1, 0, 3, 2) });
    const first = await run(pixels, 0, 1, 0, 0);
    const second = await run(other, 0, 1, 0, 0);
    expect([...second.masked!]).toEqual([...first.masked!]);
    expect([...second.plain!]).not.toEqual([...first.plain!]);
    expect([...(await run(pixels, 0, 0, 1, 0)).masked!]).not.toEqual([...first.masked!]);
    [...first.kept!].forEach((value, i) => {
      expect(value).toBeCloseTo(Number(first.masked![i]), 5);
    });
    const none = await run(pixels, 0, 0, 0, 0);
    expect([...none.masked!]).toEqual([...none.plain!]);
    await engine.dispose();
  });

  it("places sine and cosine of row and column, and nothing for the class token", () => {
    const table = sinCosPositions({ rows: 2, columns: 3, width: 8, withClass: true });
    expect(table.shape).toEqual([7, 8]);
    const { data } = table.node.attributes as unknown as { data: Float32Array };
    expect([...data.subarray(0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    const last = [...data.subarray(48)]; // row 1, column 2; frequencies 1 and 1/100
    [1, 0.01].forEach((f, i) => {
      expect(last[i]).toBeCloseTo(Math.sin(f), 6);
      expect(last[i + 2]).toBeCloseTo(Math.cos(f), 6);
      expect(last[i + 4]).toBeCloseTo(Math.sin(2 * f), 6);
      expect(last[i + 6]).toBeCloseTo(Math.cos(2 * f), 6);
    });
  });
});
