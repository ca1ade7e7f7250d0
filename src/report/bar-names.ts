import { textWidth, wordsOf, wrapText } from "./svg.js";

/** How the names under bars stand. */
export interface BarNames {
  /** Lines of each. */
  readonly names: readonly (readonly string[])[];
  /** By 35 degrees, upwards to the right, since a word is wider than its bars. */
  readonly tilted: boolean;
  /** Left edge of the data: further right where the first names need room. */
  readonly left: number;
  /** Height that they take below the data. */
  readonly nameRoom: number;
}

const size = 11.5;
const angle = (35 * Math.PI) / 180;
const [across, up] = [Math.cos(angle), Math.sin(angle)];
const lineHeight = 13;

/** From one line of a tilted name to the next, in px. */
export const tiltedRow = { across: lineHeight * up, down: lineHeight * across };

/**
 * Names in lines as wide as their bars; tilted where a word is wider, in two lines where the bars are far enough apart,
 * so that none covers another and none begins outside the drawing.
 * @param usual left edge of the data without them
 * @param right edge of the data
 */
export function barNames(groups: readonly string[], usual: number, right: number): BarNames {
  const count = Math.max(1, groups.length);
  const slot = (right - usual) / count;
  const words = groups.flatMap(wordsOf);
  if (words.every((word) => textWidth(word, size) <= slot - 6)) {
    const names = groups.map((name) => wrapText(name, size, slot - 6, 3));
    const rows = Math.max(1, ...names.map((lines) => lines.length));
    return { names, tilted: false, left: usual, nameRoom: rows * 15 };
  }
  // Lines of two names next to each other must not meet, also when the data have moved right a little.
  const rows = slot * 0.8 * up > 2 * lineHeight ? 2 : 1;
  const names = groups.map((name) => wrapText(name, size, rows === 2 ? 150 : 170, rows));
  const lengths = names.map((lines) => Math.max(0, ...lines.map((line) => textWidth(line, size))));
  const left = lengths.reduce((furthest, length, g) => {
    const share = (g + 0.5) / count;
    // The name ends at left + share * (right - left) + 5.
    return Math.max(furthest, (length * across - 1 - share * right) / (1 - share));
  }, usual);
  const nameRoom = Math.max(0, ...lengths) * up + (rows - 1) * tiltedRow.down + 10;
  return { names, tilted: true, left, nameRoom };
}
