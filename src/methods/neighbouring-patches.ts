import type { Scope } from "../nn/index.js";
import { integers, uniform } from "../random/index.js";
import {
  add,
  cast,
  clip,
  constant,
  floor,
  gather,
  mul,
  oneHot,
  reshape,
  split,
  stack,
  sub,
  type Tensor,
} from "../tensor/index.js";
import { cutPatches, joinNine, patchSide } from "./cut-patches.js";

interface Settings {
  /** A patch's side as a share of the picture's shorter one. */
  readonly patch: number;
  /** Room between the patches, as a share of a patch's side. */
  readonly gap: number;
  /** How far each is moved at most, as a share of its side. */
  readonly jitter: number;
}

/** Where the second patch lies about the first: rows down and columns to the right, by label. */
export const neighbours: readonly (readonly [down: number, right: number])[] = [
  [-1, -1],
  [-1, 0],
  [-1, 1],
  [0, -1],
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
];

/** The side of such patches, in pixels. @throws ConfigError where pictures have no room for them */
export function neighbourSide(
  [height, width]: readonly [height: number, width: number],
  { patch, gap }: Omit<Settings, "jitter">,
): number {
  const shorter = Math.min(height, width);
  return patchSide([height, width], patch * shorter, shorter / (2 + gap));
}

/** Two patches a picture, `[2 N, C, s, s]`, and in which place about the first the second lies, int32 `[N]`. */
export function neighbouringPatches(scope: Scope, x: Tensor, settings: Settings) {
  const [n = 0, , height = 0, width = 0] = x.shape;
  const shorter = Math.min(height, width);
  const side = neighbourSide([height, width], settings);
  const apart = side + Math.min(Math.round(settings.gap * side), shorter - 2 * side);
  const jitter = settings.jitter === 0 ? 0 : Math.max(1, Math.round(settings.jitter * side));
  const truth = integers(scope.key("place"), 8, [n]);
  const along = (name: string, length: number, axis: 0 | 1) => {
    const ofLabel = (value: (step: number) => number) => {
      const values = neighbours.map((steps) => value(steps[axis]));
      return gather(constant(values, [8]), truth); // [N]
    };
    const room = ofLabel((step) => length - side - Math.abs(step) * apart + 1);
    const start = ofLabel((step) => (step < 0 ? apart : 0));
    const first = add(floor(mul(uniform(scope.key(name), [n]), room)), start);
    const away = ofLabel((step) => step * apart);
    const moved = sub(cast(integers(scope.key(`${name}Jitter`), 2 * jitter + 1, [n, 2]), "float32"), jitter);
    return cast(clip(add(stack([first, add(first, away)], 1), moved), 0, length - side), "int32"); // [N, 2]
  };
  const [top, left] = [along("top", height, 0), along("left", width, 1)];
  return { patches: cutPatches(x, top, left, side), truth };
}

/** The first patch in the middle of nine places, the second in the one that `place` says: `[N, C, 3 s, 3 s]`. */
export function placed(patches: Tensor, place: Tensor): Tensor {
  const [count = 0, c = 0, h = 0, w = 0] = patches.shape;
  const n = count / 2;
  const [first, second] = split(reshape(patches, [n, 2, c, h, w]), 2, 1) as [Tensor, Tensor]; // [N, 1, C, s, s]
  const cells = constant(
    Int32Array.from(neighbours, ([down, right]) => 3 * (down + 1) + right + 1),
    [8],
  );
  const around = reshape(oneHot(gather(cells, place), 9), [n, 9, 1, 1, 1]);
  const middle = constant([0, 0, 0, 0, 1, 0, 0, 0, 0], [1, 9, 1, 1, 1]);
  return joinNine(reshape(add(mul(first, middle), mul(second, around)), [9 * n, c, h, w]));
}
