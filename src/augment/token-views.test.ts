import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { randomKey } from "../random/index.js";
import { input } from "../tensor/index.js";
import {
  type AugmentationRecipe,
  augmentations,
  closeHoles,
  settleRecipe,
  textAugmentation,
  tokenView,
  tokenViews,
  view,
} from "./index.js";
import { facts, framed, ofTexts, present } from "./tokens.suite.js";

const key = randomKey("view");
const look = async (texts: readonly (readonly number[])[], recipe: AugmentationRecipe, draws = {}) =>
  (await ofTexts((tokens) => ({ seen: tokenView(tokens, key, recipe, facts) }), texts, draws)).seen;

const words = (row: readonly number[]) => row.filter((token) => token >= 7);
const texts = framed(
  Array.from({ length: 2000 }, (_, i) => 1 + (i % 30)),
  32,
);
const every = [...augmentations].flatMap(
  ([
    name,
    {
      definition: { kind },
    },
  ]) => (kind === "token" ? [name] : []),
);

describe("token-crop", () => {
  it("shows a span of the share that was asked for, anywhere, within its frame", async () => {
    const seen = await look(texts, [{ name: "token-crop", options: { share: [0.4, 0.6] } }]);
    const starts = new Set<number>();
    seen.forEach((row, i) => {
      const [whole, shown] = [words(texts[i]!), words(row)];
      expect(shown.length).toBeGreaterThanOrEqual(Math.max(1, Math.floor(0.4 * whole.length + 0.5)));
      expect(shown.length).toBeLessThanOrEqual(Math.max(1, Math.floor(0.6 * whole.length + 0.5)));
      const start = row.findIndex((token) => token >= 7);
      expect(row.slice(start, start + shown.length)).toEqual(texts[i]!.slice(start, start + shown.length));
      if (whole.length === 10) starts.add(start);
      expect([row[0], row[whole.length + 1]]).toEqual([2, 3]);
    });
    expect([...starts].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("of the whole changes nothing", async () => {
    expect(await look(texts, [{ name: "token-crop", options: { share: [1, 1] } }])).toEqual(texts);
  });
});

describe("token-deletion", () => {
  it("leaves out the share that was asked for, never all, and no frame", async () => {
    const seen = await look(texts, [{ name: "token-deletion", options: { share: 0.6 } }]);
    let [gone, all] = [0, 0];
    seen.forEach((row, i) => {
      expect(row.every((token, at) => token === -1 || token === texts[i]![at])).toBe(true);
      expect(words(row).length).toBeGreaterThanOrEqual(1);
      expect(present(row)).toEqual([2, ...words(row), 3]);
      if (words(texts[i]!).length < 12) return;
      gone += words(texts[i]!).length - words(row).length;
      all += words(texts[i]!).length;
    });
    expect(Math.abs(gone / all - 0.6)).toBeLessThan(4 * Math.sqrt(0.24 / all));
  });

  it("closes holes where asked, and keeps one token where all should go", async () => {
    const open = await look(texts, [{ name: "token-deletion", options: { share: 0.6 } }]);
    const closed = await look(texts, [{ name: "token-deletion", options: { share: 0.6, close: true } }]);
    closed.forEach((row, i) => {
      const left = present(open[i]!);
      expect(row).toEqual([...left, ...Array(32 - left.length).fill(-1)]);
    });
    for (const row of await look(texts, [{ name: "token-deletion", options: { share: 1 } }]))
      expect(words(row)).toHaveLength(1);
  });
});

describe("token-shuffle", () => {
  it("moves every token by the distance at most, and loses none", async () => {
    // Tokens of a text are all different here, and holes and frame are among them.
    const rows = Array.from({ length: 500 }, () => {
      const own = Array.from({ length: 28 }, (_, i) => 8 + i);
      return [2, ...own.slice(0, 10), -1, -1, ...own.slice(10), 3];
    });
    const seen = await look(rows, [{ name: "token-shuffle", options: { distance: 2 } }]);
    const moves = new Set<number>();
    seen.forEach((row, i) => {
      expect([...row].sort()).toEqual([...rows[i]!].sort());
      row.forEach((token, at) => {
        if (token < 7) expect(token).toBe(rows[i]![at]);
      });
      words(row).forEach((token, place) => {
        moves.add(place - (token - 8));
      });
    });
    expect([...moves].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });
});

describe("token-masking", () => {
  it("masks the share that was asked for, and nothing special", async () => {
    const seen = await look(texts, [{ name: "token-masking", options: { share: 0.3 } }]);
    const masked = seen.flat().filter((token) => token === 4).length;
    const all = texts.flatMap(words).length;
    expect(Math.abs(masked / all - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / all));
    seen.forEach((row, i) => {
      expect(row.every((token, at) => token === texts[i]![at] || (token === 4 && texts[i]![at]! >= 7))).toBe(
        true,
      );
    });
  });

  it("needs a mask token", () => {
    const none = { vocabulary: 9, specials: {} };
    const recipe = [{ name: "token-masking" }];
    expect(() => tokenView(input("tokens", [2, 4], "int32"), key, recipe, none)).toThrow(
      /^token-masking writes the mask token/,
    );
  });
});

describe("views of tokens", () => {
  it.each(every)("%s: an empty text stays empty, and other draws make another view", async (name) => {
    const empty = [
      [-1, -1, -1, -1],
      [2, 3, -1, -1],
    ];
    expect(await look(empty, [{ name }])).toEqual(empty);
    const few = texts.slice(0, 200);
    const first = await look(few, [{ name }]);
    expect(await look(few, [{ name }])).toEqual(first);
    expect(await look(few, [{ name }], { step: 1 })).not.toEqual(first);
    expect(await look(few, [{ name }], { seed: 3 })).not.toEqual(first);
    // Every text has draws of its own.
    const same = await look(Array(50).fill(texts[29]) as number[][], [{ name, options: {} }]);
    expect(new Set(same.map((row) => row.join())).size).toBeGreaterThan(10);
  });

  it("come group after group, weakened to crops or to the text itself", async () => {
    const recipe = [...textAugmentation, { name: "token-shuffle" }];
    const groups = [
      { count: 2 },
      { count: 1, strength: "weak" as const },
      { count: 1, strength: "none" as const },
    ];
    const all = await ofTexts((tokens) => {
      const [a, b, weak, none] = tokenViews(tokens, key, recipe, groups, facts);
      return { a: a!, b: b!, weak: weak!, none: none! };
    }, texts);
    expect(all.a).not.toEqual(all.b);
    expect(all.none).toEqual(texts);
    all.weak.forEach((row, i) => {
      const shown = words(row);
      const start = row.findIndex((token) => token >= 7);
      expect(shown).toEqual(texts[i]!.slice(start, start + shown.length));
    });
  });

  it("close their holes in order", async () => {
    const { closed } = await ofTexts(
      (tokens) => ({ closed: closeHoles(tokens) }),
      [
        [-1, 5, -1, 4, 0],
        [-1, -1, -1, -1, -1],
        [1, 2, 3, 4, 5],
      ],
    );
    expect(closed).toEqual([
      [5, 4, 0, -1, -1],
      [-1, -1, -1, -1, -1],
      [1, 2, 3, 4, 5],
    ]);
  });

  it("are refused in one sentence where a recipe is of something else", () => {
    const tokens = input("tokens", [2, 4], "int32");
    expect(() => tokenView(tokens, key, [{ name: "rotation" }], facts)).toThrow(
      /^The augmentation rotation changes pictures, and these samples are tokens: leave it out of `augment`, or take token-crop, .*\.$/,
    );
    const pictures = input("x", [2, 3, 8, 8]);
    const size = { height: 8, width: 8 };
    expect(() => view(pictures, key, textAugmentation, size)).toThrow(
      /changes tokens, and these samples are pictures/,
    );
    expect(() => settleRecipe([{ name: "crop" }], "tokens")).toThrow(/did you mean token-crop\?/);
    expect(() => settleRecipe([{ name: "crop" }], "tokens")).toThrow(ConfigError);
  });
});
