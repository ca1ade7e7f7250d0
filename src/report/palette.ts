import type { Hatching } from "./hatch.js";

/**
 * Colours that people with any colour vision tell apart on white: Okabe and Ito's set without its
 * yellow (too light for lines), then three of Paul Tol's. https://jfly.uni-koeln.de/color/
 */
export const palette = [
  "#0072b2", // blue
  "#d55e00", // vermillion
  "#009e73", // green
  "#cc79a7", // pink
  "#e69f00", // orange
  "#56b4e9", // sky
  "#7a7a7a", // grey
  "#332288", // indigo
  "#882255", // wine
  "#999933", // olive
] as const;

export type MarkerShape = "circle" | "square" | "triangle" | "diamond";

const shapes: readonly MarkerShape[] = ["circle", "square", "triangle", "diamond"];

const hatchings: readonly Hatching[] = ["plain", "rising", "level", "falling", "crossed", "upright"];

/** Of lines without marks; the first is whole. */
const dashes: readonly (string | undefined)[] = [undefined, "2 3", "10 4", "10 4 2 4", "16 3", "6 2 2 2"];

/** Colour of the series or class at `index`; colours repeat after ten. */
export function seriesColor(index: number): string {
  return palette[index % palette.length]!;
}

/** Shape of the series at `index`: together with the colour, 20 that differ. */
export function seriesShape(index: number): MarkerShape {
  return shapes[(index + Math.floor(index / palette.length)) % shapes.length]!;
}

/** Hatching of the areas at `index`: they differ in black and white, too. */
export function seriesHatching(index: number): Hatching {
  return hatchings[index % hatchings.length]!;
}

/** Dashes of the line at `index` where no marks tell it from others. */
export function seriesDash(index: number): string | undefined {
  return dashes[index % dashes.length];
}

/** Shape of the class at `index`: circles first, other shapes once the colours repeat. */
export function classShape(index: number): MarkerShape {
  return shapes[Math.floor(index / palette.length) % shapes.length]!;
}
