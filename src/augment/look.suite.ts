import { inlineEngine } from "../engine/index.js";
import { fillDraw, randomKey } from "../random/index.js";
import { input, type Tensor } from "../tensor/index.js";
import { type AugmentationRecipe, view } from "./index.js";

export type Shape4 = readonly [n: number, channels: number, height: number, width: number];

export interface Look {
  readonly seed?: number;
  readonly step?: number;
  readonly size?: readonly [height: number, width: number];
}

/** Numbers of 0..1 without a pattern. */
export function scatter(size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => ((i * 7919 + 13) % 9973) / 9973);
}

/** Runs one view of the given pictures through the engine. */
export function look(
  data: Float32Array,
  shape: Shape4,
  recipe: AugmentationRecipe,
  { seed = 1, step = 0, size: [height, width] = [shape[2], shape[3]] }: Look = {},
): Promise<Float32Array> {
  return evaluated((x) => view(x, randomKey("view"), recipe, { height, width }), data, shape, { seed, step });
}

/** Runs a function of pictures through the engine. */
export async function evaluated(
  body: (x: Tensor) => Tensor,
  data: Float32Array,
  shape: readonly number[],
  { seed = 1, step = 0 }: Look = {},
): Promise<Float32Array> {
  const engine = inlineEngine();
  const store = await engine.createStore();
  const y = body(input("x", shape));
  const program = await engine.load({ outputs: new Map([["y", y]]), updates: new Map() }, { store });
  const { y: found } = await program.run({ x: data }, { seed, step });
  await engine.dispose();
  return found as Float32Array;
}

/** The uniform numbers that `look` gives its augmentations, `[draws][n]`. */
export function drawn(draws: number, n: number, { seed = 1, step = 0 }: Look = {}): Float32Array[] {
  const numbers = new Float32Array(draws * n);
  fillDraw("uniform", "view:uniform", { seed, step }, numbers, n);
  return Array.from({ length: draws }, (_, i) => numbers.subarray(i * n, (i + 1) * n));
}

/** Greatest difference of two arrays of one length; infinity where the lengths differ or something is not a number. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs(a[i]! - b[i]!);
    if (Number.isNaN(apart)) return Number.POSITIVE_INFINITY;
    worst = Math.max(worst, apart);
  }
  return worst;
}
