import { describe, expect, it } from "vitest";
import { concat, reshape, slice, type Tensor } from "../tensor/index.js";
import { randomResizedCrop } from "./index.js";
import { evaluated } from "./look.suite.js";

interface Options {
  readonly scale: [least: number, most: number];
  readonly ratio: [narrow: number, wide: number];
}

/** A part of a picture: its sides and its corner, as shares of the picture's sides. */
interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ten numbers of area, ten of ratio, left and top, for each sample: `[22, n]`. */
function drawNumbers(n: number, seed: number): Float32Array {
  return Float32Array.from({ length: 22 * n }, numbersFrom(seed));
}

/** Boxes of the augmentation, from given numbers; the aspect is one number or one a sample. */
async function boxes(options: Options, numbers: Float32Array, aspect: number | Float32Array): Promise<Box[]> {
  const crop = randomResizedCrop(options);
  if (crop.kind !== "geometric") throw new Error("expected a geometric augmentation");
  const n = numbers.length / 22;
  const given = typeof aspect === "number" ? new Float32Array(n) : aspect;
  const found = await evaluated(
    (u) => {
      let at = 0;
      const draws = Object.fromEntries(
        crop.draws.map((name) => {
          const rows = crop.tries[name] ?? 1;
          const drawn = slice(u, 0, at, at + rows);
          at += rows;
          return [name, rows === 1 ? reshape(drawn, [n]) : drawn];
        }),
      );
      const own = reshape(slice(u, 0, 22, 23), [n]);
      const { xx, yy, x0, y0 } = crop.map(draws, { aspect: typeof aspect === "number" ? aspect : own });
      return concat([xx, yy, x0, y0].map((entry) => reshape(entry as Tensor, [1, n])));
    },
    Float32Array.of(...numbers, ...given),
    [23, n],
  );
  return Array.from({ length: n }, (_, i) => {
    const [width, height, x, y] = [0, 1, 2, 3].map((k) => found[k * n + i]!) as [
      number,
      number,
      number,
      number,
    ];
    return { width, height, left: (1 + x - width) / 2, top: (1 + y - height) / 2 };
  });
}

/**
 * torchvision's RandomResizedCrop.get_params, line by line.
 * @param next a number of 0..1 @param whole rounds to whole pixels, as there
 */
function torchvisionBox(
  { scale: [least, most], ratio: [narrow, wide] }: Options,
  { height, width }: { readonly height: number; readonly width: number },
  next: (of: "area" | "ratio" | "left" | "top", attempt: number) => number,
  whole: (value: number) => number,
): Box {
  for (let attempt = 0; attempt < 10; attempt++) {
    const target = height * width * (least + (most - least) * next("area", attempt));
    const [low, high] = [Math.log(narrow), Math.log(wide)];
    const ratio = Math.exp(low + (high - low) * next("ratio", attempt));
    const w = whole(Math.sqrt(target * ratio));
    const h = whole(Math.sqrt(target / ratio));
    if (w > 0 && w <= width && h > 0 && h <= height)
      return {
        width: w / width,
        height: h / height,
        left: (next("left", 0) * (width - w)) / width,
        top: (next("top", 0) * (height - h)) / height,
      };
  }
  const own = width / height;
  const [w, h] =
    own < narrow
      ? [width, whole(width / narrow)]
      : own > wide
        ? [whole(height * wide), height]
        : [width, height];
  return {
    width: w / width,
    height: h / height,
    left: (width - w) / 2 / width,
    top: (height - h) / 2 / height,
  };
}

/** Largest difference of two distributions. */
function kolmogorovSmirnov(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [a, b].map((values) => [...values].sort((p, q) => p - q)) as [number[], number[]];
  let [i, j, worst] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    worst = Math.max(worst, Math.abs(i / x.length - j / y.length));
  }
  return worst;
}

const usual: Options = { scale: [0.2, 1], ratio: [3 / 4, 4 / 3] };
const shapes = { square: 1, "4:3": 4 / 3, "1:2": 1 / 2, "2:1": 2, "6:1": 6 };

describe("random resized crop", () => {
  it.each(Object.entries(shapes))(
    "gives the boxes of torchvision for the same numbers: %s",
    async (_, aspect) => {
      const n = 300;
      const numbers = drawNumbers(n, 7);
      const rows = { area: 0, ratio: 10, left: 20, top: 21 };
      const one = await boxes(usual, numbers, aspect);
      const each = await boxes(usual, numbers, new Float32Array(n).fill(aspect));
      const expected = Array.from({ length: n }, (_, i) =>
        torchvisionBox(
          usual,
          { height: 1, width: aspect },
          (of, attempt) => numbers[(rows[of] + attempt) * n + i]!,
          (value) => value,
        ),
      );
      for (const found of [one, each])
        for (const [i, box] of expected.entries())
          for (const side of ["width", "height", "left", "top"] as const)
            expect(found[i]![side]).toBeCloseTo(box[side], 4);
      // Some first tries did not fit.
      const firsts = expected.filter(({ width, height }, i) => {
        const share = 0.2 + 0.8 * numbers[i]!;
        return Math.abs(width * height - share) < 1e-4;
      });
      expect(firsts.length).toBeLessThan(n);
    },
  );

  it.each(Object.entries(shapes))(
    "has torchvision's distribution of area, shape and place: %s",
    async (_, aspect) => {
      const n = 4000;
      const found = await boxes(usual, drawNumbers(n, 99), new Float32Array(n).fill(aspect));
      const next = numbersFrom(4242);
      const size = { height: 1500, width: 1500 * aspect };
      const wanted = Array.from({ length: n }, () => torchvisionBox(usual, size, next, Math.round));
      const measures: ((box: Box) => number)[] = [
        // To thousandths: there sides are whole pixels.
        ({ width, height }) => Math.round(1000 * width * height),
        ({ width, height }) => Math.round(1000 * Math.log((width * aspect) / height)),
        ({ width, left }) => Math.round(500 * (2 * left + width)),
        ({ height, top }) => Math.round(500 * (2 * top + height)),
      ];
      // 1.95 sqrt(2 / n) is passed once in a thousand times.
      for (const measure of measures)
        expect(kolmogorovSmirnov(found.map(measure), wanted.map(measure))).toBeLessThan(
          1.95 * Math.sqrt(2 / n),
        );
    },
  );

  it("reaches the borders of a picture twice as wide as high", async () => {
    const found = await boxes(usual, drawNumbers(2000, 3), 2);
    const centres = found.map(({ left, width }) => left + width / 2);
    // The least part, of a fifth of the area and 3:4, is sqrt(0.2 * 0.75 / 2) = 0.27 wide.
    expect(Math.min(...centres)).toBeLessThan(0.2);
    expect(Math.max(...centres)).toBeGreaterThan(0.8);
    expect(Math.min(...found.map(({ left }) => left))).toBeLessThan(0.01);
    expect(Math.max(...found.map(({ left, width }) => left + width))).toBeGreaterThan(0.99);
  });

  it("is the whole picture, exactly, where that is asked for", async () => {
    const whole = randomResizedCrop({ scale: [1, 1], ratio: [1, 1] });
    if (whole.kind !== "geometric") throw new Error("expected a geometric augmentation");
    expect(whole.map({} as never, { aspect: 1 })).toEqual({ xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 });
  });

  it("takes the largest allowed part in the middle where none of ten fits", async () => {
    const found = await boxes({ scale: [0.9, 1], ratio: [3, 4] }, drawNumbers(50, 1), 1);
    for (const { width, height, left, top } of found) {
      expect(width).toBe(1);
      expect(height).toBeCloseTo(1 / 3, 5);
      expect(left).toBeCloseTo(0, 6);
      expect(top).toBeCloseTo(1 / 3, 5);
    }
  });
});
