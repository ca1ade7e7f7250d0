import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { Scope } from "../nn/index.js";
import { constant, input, type Tensor } from "../tensor/index.js";
import { describeEncoder } from "./encoder.suite.js";
import { bagOfWords, type Encoder, gru, transformer } from "./index.js";

const texts = { vocabulary: 11, longest: 8 };
const small = { width: 8, depth: 2, heads: 2 };
const shapes = {
  shape: [3, 6],
  encode: texts,
  sizes: [
    { shape: [2, 8], width: 8 },
    { shape: [4, 1], width: 8 },
  ],
} as const;

describeEncoder("transformer", {
  ...shapes,
  encoder: transformer(small),
  layers: ["block1", "block2"],
  counts: [
    // Of a block: 12 D² weights and 13 D biases and norms; the last norm, the table and the places.
    {
      encoder: transformer(small),
      shape: [2, 6],
      parameters: 2 * (12 * 64 + 13 * 8) + 2 * 8 + (11 + 8) * 8,
    },
    {
      encoder: transformer({ width: 32, depth: 3, positions: "rotary" }),
      shape: [2, 6],
      parameters: 3 * (12 * 1024 + 13 * 32) + 2 * 32 + 11 * 32,
    },
  ],
});

describeEncoder("transformer in BERT's order, first token", {
  ...shapes,
  encoder: transformer({ ...small, norm: "post", pooling: "first", dropout: 0 }),
  layers: ["block1", "block2"],
  counts: [],
});

describeEncoder("transformer of waves, last token", {
  ...shapes,
  encode: { ...texts, causal: true },
  encoder: transformer({ ...small, positions: "sinusoidal", pooling: "last" }),
  layers: ["block2"],
  counts: [],
});

describeEncoder("gru", {
  ...shapes,
  encoder: gru({ width: 8, depth: 2 }),
  layers: [],
  counts: [
    // Of a layer: gates of three, from input and state, with a bias each; and the table.
    { encoder: gru({ width: 8, depth: 2 }), shape: [2, 6], parameters: 2 * 3 * (2 * 64 + 2 * 8) + 11 * 8 },
  ],
});

describeEncoder("gru, mean state", {
  ...shapes,
  encoder: gru({ width: 8, pooling: "mean" }),
  layers: [],
  counts: [],
});

describeEncoder("bag-of-words", {
  ...shapes,
  encoder: bagOfWords({ width: 8 }),
  layers: ["bag"],
  counts: [{ encoder: bagOfWords({ width: 8 }), shape: [2, 6], parameters: 11 * 8 + 2 * (64 + 8) }],
});

it("bag-of-words reads tokens in any order, and none that is not there", async () => {
  const encoder = bagOfWords({ width: 8 });
  const found = await run((scope) => {
    const of = (x: Tensor) => encoder.apply(scope, x, texts).embedding;
    return { alone: of(batch([3, 1, 4, 1])), others: of(batch([1, -1, 4, 3, 1], [-1, 1, 1, 3, 4])) };
  });
  close(found.others, [...found.alone!, ...found.alone!]);
});

/** Runs an encoder in inference over several batches of tokens, on parameters that are moved off their first values. */
async function run(
  build: (scope: Scope) => Readonly<Record<string, Tensor>>,
): Promise<Record<string, number[]>> {
  const scope = Scope.root({ training: false });
  const outputs = new Map(Object.entries(build(scope)));
  const state = scope.variables.initialValues(2).map((entry) => ({
    ...entry,
    data: Float32Array.from(entry.data as Float32Array, (value, i) => value + 0.3 * Math.sin(i + 1)),
  }));
  const engine = inlineEngine();
  const program = await engine.load(
    { outputs, updates: new Map() },
    { store: await engine.createStore(state) },
  );
  const results = await program.run({});
  await engine.dispose();
  return Object.fromEntries(Object.entries(results).map(([name, data]) => [name, Array.from(data, Number)]));
}

const batch = (...rows: readonly (readonly number[])[]) =>
  constant(Int32Array.from(rows.flat()), [rows.length, rows[0]!.length]);

function close(found: readonly number[] | undefined, expected: readonly number[] | undefined, within = 5) {
  expect(found?.length).toBe(expected?.length);
  found!.forEach((value, i) => {
    expect(value).toBeCloseTo(expected![i]!, within);
  });
}

const readers: readonly (readonly [string, Encoder])[] = [
  ["transformer", transformer(small)],
  ["transformer, rotary", transformer({ ...small, positions: "rotary", pooling: "first" })],
  ["transformer, sinusoidal", transformer({ ...small, positions: "sinusoidal", pooling: "last" })],
  ["gru", gru({ width: 8, depth: 2 })],
];

describe.each(readers)("%s", (_, encoder) => {
  it.each([false, true])(
    "sees no token that is not there: padding on either side, or a hole (causal %s)",
    async (causal) => {
      const found = await run((scope) => {
        const of = (x: Tensor) => encoder.apply(scope, x, { ...texts, causal }).embedding;
        return {
          alone: of(batch([3, 1, 4, 1])),
          others: of(
            batch([3, 1, 4, 1, -1, -1], [-1, -1, 3, 1, 4, 1], [3, -1, 1, 4, -1, 1], [-1, -1, -1, -1, -1, -1]),
          ),
        };
      });
      const alone = found.alone!;
      close(found.others!.slice(0, 24), [...alone, ...alone, ...alone]);
      expect(found.others!.slice(24)).toEqual(Array(8).fill(0));
    },
  );

  it("gives layers as vectors, and the table for outputs that share it", () => {
    const scope = Scope.root();
    const { layers, table, tokens } = encoder.apply(scope, input("x", [2, 5], "int32"), texts);
    expect(table?.shape).toEqual([11, 8]);
    expect(tokens?.shape).toEqual([2, 5, 8]);
    for (const layer of layers.values()) expect(layer.shape).toEqual([2, 8]);
    expect(scope.variables.parameters().filter(({ tensor }) => tensor === table)).toHaveLength(1);
  });

  it("has to be told what texts are like", () => {
    expect(() => encoder.apply(Scope.root(), input("x", [2, 5], "int32"), { vocabulary: 4 })).toThrow(
      /has to be told the vocabulary and the longest text/,
    );
  });
});

describe("transformer", () => {
  it("is causal where it is asked to be, and goes on from what it gave", async () => {
    const encoder = transformer(small);
    const found = await run((scope) => {
      const of = (x: Tensor, past = {}) => encoder.apply(scope, x, { ...texts, causal: true, ...past });
      const first = of(batch([3, 1, 4], [-1, 5, 9]));
      return {
        whole: of(batch([3, 1, 4, 1, 5], [-1, 5, 9, 2, 6])).tokens!,
        changed: of(batch([3, 1, 4, 7, 7], [-1, 5, 9, 0, 0])).tokens!,
        first: first.tokens!,
        rest: of(batch([1, 5], [2, 6]), {
          past: first.past,
          real: constant(Int32Array.of(1, 1, 1, 1, 1, 0, 1, 1, 1, 1), [2, 5]),
        }).tokens!,
        seeing: encoder.apply(scope, batch([3, 1, 4, 7, 7], [-1, 5, 9, 0, 0]), texts).tokens!,
      };
    });
    const rows = (name: string, from: number, to: number, length: number) =>
      [0, 1].flatMap((n) => found[name]!.slice((n * length + from) * 8, (n * length + to) * 8));
    const realRows = (values: readonly number[]) => [...values.slice(0, 24), ...values.slice(32)];
    close(realRows(rows("changed", 0, 3, 5)), realRows(rows("whole", 0, 3, 5)));
    close(realRows(rows("first", 0, 3, 3)), realRows(rows("whole", 0, 3, 5)));
    close(rows("rest", 0, 2, 2), rows("whole", 3, 5, 5));
    const apart = rows("seeing", 0, 1, 5).map((value, i) => Math.abs(value - rows("whole", 0, 1, 5)[i]!));
    expect(Math.max(...apart.slice(0, 8))).toBeGreaterThan(1e-3);
  });

  it("takes all past tokens for real where nobody says otherwise", async () => {
    const encoder = transformer(small);
    const found = await run((scope) => {
      const of = (x: Tensor, past = {}) => encoder.apply(scope, x, { ...texts, causal: true, ...past });
      const { past } = of(batch([3, 1, 4]));
      return { whole: of(batch([3, 1, 4, 1, 5])).tokens!, rest: of(batch([1, 5]), { past }).tokens! };
    });
    close(found.rest, found.whole!.slice(24));
  });

  it("tells a second part from a first, which is like a text without parts", async () => {
    const encoder = transformer(small);
    const scope = Scope.root();
    encoder.apply(scope, input("x", [1, 4], "int32"), texts);
    expect(scope.variables.get("segment")).toBeUndefined();
    const found = await run((place) => {
      const of = (...segments: number[]) =>
        encoder.apply(place, batch([3, 1, 4, 1]), {
          ...texts,
          ...(segments.length === 0 ? {} : { segments: constant(Int32Array.from(segments), [1, 4]) }),
        }).embedding;
      return { none: of(), first: of(0, 0, 0, 0), second: of(0, 0, 1, 1) };
    });
    close(found.first, found.none);
    expect(found.second).not.toEqual(found.none);
  });

  it("refuses widths that heads do not divide, and texts longer than its table of places", () => {
    expect(() => transformer({ width: 10, heads: 4 })).toThrow(/multiple of `encoder.heads`/);
    expect(() => transformer({ width: 6, heads: 2, positions: "rotary" })).toThrow(/twice as much/);
    expect(() => transformer({ width: 5, heads: 1, positions: "sinusoidal" })).toThrow(
      /even with sinusoidal/,
    );
    const long = input("x", [2, 9], "int32");
    expect(() => transformer(small).apply(Scope.root(), long, texts)).toThrow(/there for 8 tokens; got 9/);
    expect(() => transformer(small).apply(Scope.root(), long)).toThrow(ConfigError);
  });
});
