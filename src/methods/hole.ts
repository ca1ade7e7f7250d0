import * as z from "zod";
import { ConfigError } from "../errors.js";
import type { Scope } from "../nn/index.js";
import { type Key, uniform } from "../random/index.js";
import {
  add,
  and,
  cast,
  floor,
  full,
  greaterEqual,
  less,
  maximum,
  mul,
  range,
  reshape,
  sub,
  type Tensor,
} from "../tensor/index.js";

/** Options of what is taken out of pictures. */
export const holeOptions = {
  region: z
    .enum(["central", "random", "blocks"])
    .default("blocks")
    .describe(
      "What is removed: the middle; one rectangle anywhere; or four smaller ones anywhere, which may overlap.",
    ),
  share: z
    .number()
    .positive()
    .max(0.9)
    .default(0.25)
    .describe("Share of the picture that is removed (blocks: at most, since they may overlap)."),
  overlap: z
    .int()
    .min(0)
    .default(0)
    .describe(
      "Pixels by which the encoder sees into each rectangle: what it sees there counts ten times. The paper's inpainting: 7 of 227.",
    ),
};

interface Settings {
  readonly region: "central" | "random" | "blocks";
  readonly share: number;
  readonly overlap: number;
}

/** What is to be made, and what of it is not seen. */
export interface Hole {
  /** 1 where pixels are to be made, float32 `[N, 1, H, W]`. */
  readonly region: Tensor;
  /** 1 where they are hidden too: the region without the border that overlaps with what is seen. */
  readonly hidden: Tensor;
}

/**
 * Draws what is taken out of each picture `[N, C, H, W]`: one rectangle of the picture's own proportions, or four that
 * share the area. (The paper's third kind, shapes of objects, needs segmentations; for features it found blocks about as
 * good, and the middle clearly worse.)
 * @throws ConfigError when the overlap leaves nothing hidden.
 */
export function drawHole(
  scope: Scope,
  { shape: [n = 0, , height = 0, width = 0] }: Tensor,
  { region, share, overlap }: Settings,
): Hole {
  const count = region === "blocks" ? 4 : 1;
  const sideOf = (length: number) => Math.max(1, Math.round(length * Math.sqrt(share / count)));
  const [tall, wide] = [sideOf(height), sideOf(width)];
  if (Math.min(tall, wide) <= 2 * overlap) {
    throw new ConfigError(
      `\`method.overlap: ${overlap}\` leaves nothing hidden of rectangles of ${tall} x ${wide} pixels: expects less than half of their sides.`,
      { overlap, tall, wide },
    );
  }
  const holes = scope.key("hole");
  const rectangles = Array.from({ length: count }, (_, i) => {
    const key = holes.child(`${i}`);
    const start = (name: string, length: number, size: number) =>
      region === "central"
        ? full([n, 1], Math.floor((length - size) / 2))
        : anywhere(key.child(name), n, length - size);
    const [top, left] = [start("top", height, tall), start("left", width, wide)];
    const inside = (margin: number) =>
      mul(
        reshape(between(height, top, tall, margin), [n, 1, height, 1]),
        reshape(between(width, left, wide, margin), [n, 1, 1, width]),
      );
    return { region: inside(0), hidden: inside(overlap) };
  });
  const all = (name: keyof Hole) =>
    rectangles.map((one) => one[name]).reduce((joined, one) => maximum(joined, one));
  return { region: all("region"), hidden: all("hidden") };
}

/** A whole number of 0..most for each picture, `[N, 1]`. */
function anywhere(key: Key, samples: number, most: number): Tensor {
  return floor(uniform(key, [samples, 1], 0, most + 1));
}

/** 1 for the places of 0..length - 1 from start (`[N, 1]`) on, as many as size says, but a margin at both ends: `[N, length]`. */
function between(length: number, start: Tensor, size: number, margin: number): Tensor {
  const places = reshape(cast(range(length), "float32"), [1, length]);
  const from = add(start, margin);
  return cast(and(greaterEqual(places, from), less(places, add(start, size - margin))), "float32");
}

/** Ten where a pixel to be made is seen, one where it is hidden, 0 elsewhere: the paper's weights with an overlap. */
export function holeWeights({ region, hidden }: Hole): Tensor {
  return sub(mul(region, 10), mul(hidden, 9));
}
