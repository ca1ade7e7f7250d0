import { ConfigError } from "../errors.js";
import {
  add,
  constant,
  div,
  gather,
  mean,
  mul,
  range,
  reshape,
  resizeBilinear,
  sqrt,
  square,
  sub,
  type Tensor,
  transpose,
} from "../tensor/index.js";

/**
 * The side of square patches of pictures, in pixels: what is wanted, rounded to what transformers can make tokens of (a
 * multiple of 4, of 8 in pictures of more than 48 pixels, of 16 of more than 128), as far as there is room.
 * @param wanted pixels; @param room the most pixels
 * @throws ConfigError where there is no room for 4
 */
export function patchSide(
  [height, width]: readonly [height: number, width: number],
  wanted: number,
  room: number,
): number {
  if (room < 4) {
    throw new ConfigError(
      `The patches of this method are at least 4 pixels wide, and pictures of ${height} x ${width} have room for ${Math.max(0, Math.floor(room))}: give a larger \`size\`.`,
      { height, width },
    );
  }
  const picture = Math.min(height, width);
  const unit = Math.min(picture <= 48 ? 4 : picture <= 128 ? 8 : 16, 4 * Math.floor(room / 4));
  return Math.min(Math.max(Math.round(wanted / unit), 1), Math.floor(room / unit)) * unit;
}

/**
 * P patches of each picture, to the pixel: x `[N, C, H, W]` to `[N P, C, side, side]`, a picture's after another's.
 * @param top, left int32 `[N, P]`: each patch's first row and column, 0 to H - side and W - side
 */
export function cutPatches(x: Tensor, top: Tensor, left: Tensor, side: number): Tensor {
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const pictures = reshape(mul(range(n), c * h * w), [n, 1]);
  const corners = add(add(mul(top, w), left), pictures); // [N, P]: where each patch begins in all of x
  const inside = Int32Array.from({ length: c * side * side }, (_, i) => {
    const [channel, row] = [Math.floor(i / (side * side)), Math.floor(i / side) % side];
    return channel * h * w + row * w + (i % side);
  });
  const places = add(reshape(corners, [-1, 1]), constant(inside, [1, inside.length]));
  return reshape(gather(reshape(x, [-1]), places), [-1, c, side, side]);
}

/** What a patch may differ in at most from its mean to be seen as flat, in deviations of the data. */
const flat = 0.1;

/**
 * Patches as the encoder sees them: `[M, C, s, s]`, each enlarged by a whole factor and standardised by itself. Every
 * channel has mean 0 and all channels together deviation 1, for brightness and contrast tell where in a picture a patch
 * comes from; of what is nearly flat the noise is not blown up.
 */
export function patchViews(patches: Tensor, factor: number): Tensor {
  const [, , height = 0, width = 0] = patches.shape;
  const centred = sub(patches, mean(patches, [2, 3], { keepDims: true }));
  const power = mean(square(centred), [1, 2, 3], { keepDims: true });
  const standard = div(centred, sqrt(add(power, flat * flat)));
  return factor === 1 ? standard : resizeBilinear(standard, height * factor, width * factor);
}

/** Nine patches a picture, row by row, side by side: `[9 N, C, s, s]` to `[N, C, 3 s, 3 s]`. */
export function joinNine(patches: Tensor): Tensor {
  const [count = 0, c = 0, h = 0, w = 0] = patches.shape;
  const grid = transpose(reshape(patches, [count / 9, 3, 3, c, h, w]), [0, 3, 1, 4, 2, 5]);
  return reshape(grid, [count / 9, c, 3 * h, 3 * w]);
}
