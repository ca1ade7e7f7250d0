import { readFile } from "node:fs/promises";
import sharp from "sharp";
import type { ValueRange } from "./decode-picture.js";
import { deepValues } from "./deep-values.js";
import { evenlySpread } from "./evenly-spread.js";

/** A range, and the sentence that tells of it. */
export type ChosenRange = { readonly range: ValueRange; readonly note: string };

/** Values that are looked at: of so many pictures, so many each, evenly spread. */
const mostPictures = 64;
const mostValues = 4096;
/** Values that stand apart are only taken for missing ones where so many different ones are left. */
const fewestLevels = 16;
/** Share of the values that may lie beyond the range, at either end. */
const beyond = 0.001;

/** Ranges that values are usually meant for. */
const usualRanges: readonly ValueRange[] = [
  [0, 1],
  [0, 255],
  [0, 65535],
];

/**
 * The values that become black and white in pictures of more than 8 bits: one of the usual ranges (0 to 1, 255 or
 * 65535) where the values stay inside and use half of it, else the range of the values themselves, without the thousandth
 * at either end and without what marks missing values.
 *
 * @param paths files of such pictures
 * @returns null when none of them can be read
 */
export async function chooseValueRange(paths: readonly string[]): Promise<ChosenRange | null> {
  const found: number[] = [];
  const looked = Array.from(evenlySpread(paths.length, mostPictures), (i) => paths[i]!);
  for (const path of looked) for (const value of await someValues(path)) found.push(value);
  const values = withoutMissing(Float64Array.from(found).sort());
  if (values.length === 0) return null;
  const range = rangeOf(values);
  const pictures = looked.length === 1 ? "1 picture" : `${looked.length} pictures`;
  return {
    range,
    note: `Pictures of more than 8 bits are scaled: ${show(range[0])} becomes black and ${show(range[1])} white (\`valueRange\`), as their values in ${pictures} go from ${show(values[0]!)} to ${show(values.at(-1)!)}.`,
  };
}

/** @param values ascending, at least one */
export function rangeOf(values: Float64Array): ValueRange {
  const [least, most] = [values[0]!, values.at(-1)!];
  const place = (share: number) => values[Math.round(share * (values.length - 1))]!;
  const [low, high] = [place(beyond), place(1 - beyond)];
  const around = usualRanges.filter(([black, white]) => least >= black && most <= white);
  const used = around.find(([black, white]) => high - low >= (white - black) / 2);
  if (used !== undefined) return used;
  if (least === most) return around[0] ?? [Math.min(least, 0), Math.max(least, 0)];
  return low < high ? [low, high] : [least, most];
}

/**
 * Drops the least or greatest value where it stands further from all others than these from each other, as what marks
 * missing values does (-9999 among heights), or a dead pixel.
 *
 * @param values ascending
 */
export function withoutMissing(values: Float64Array): Float64Array {
  const levels = [...new Set(values)];
  let [first, last] = [0, levels.length - 1];
  while (last - first > fewestLevels) {
    const [low, second, secondLast, high] = [
      levels[first]!,
      levels[first + 1]!,
      levels[last - 1]!,
      levels[last]!,
    ];
    if (second - low > high - second) first++;
    else if (high - secondLast > secondLast - low) last--;
    else break;
  }
  return values.filter((value) => value >= levels[first]! && value <= levels[last]!);
}

/** Values of one picture, evenly spread; none where it cannot be read. */
async function someValues(path: string): Promise<number[]> {
  const deep = await readFile(path)
    .then((bytes) => deepValues(sharp(bytes, { failOn: "error" }).autoOrient()))
    .catch(() => null);
  if (deep === null) return [];
  const { values, offset, bands, height, width } = deep;
  const colours = bands < 3 ? 1 : 3;
  const isClear = (pixel: number) => bands > colours && values[pixel * bands + colours] === 0;
  const taken: number[] = [];
  for (const pixel of evenlySpread(height * width, mostValues)) {
    // Transparent pixels hold anything.
    for (let band = 0; band < colours && !isClear(pixel); band++) {
      const value = values[pixel * bands + band]!;
      if (Number.isFinite(value)) taken.push(value + offset);
    }
  }
  return taken;
}

const show = (value: number): string => String(Number(value.toPrecision(6)));
