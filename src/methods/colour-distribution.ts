import { type Key, uniform } from "../random/index.js";
import {
  add,
  argMax,
  cast,
  constant,
  gather,
  greaterEqual,
  log,
  matmul,
  minimum,
  mul,
  neg,
  oneHot,
  reshape,
  slice,
  softmax,
  sub,
  type Tensor,
  topK,
  transpose,
  where,
} from "../tensor/index.js";
import type { ColourBins } from "./colour-bins.js";

/** Neighbours among which a colour is shared out (Zhang et al., 2016, section 2.2). */
const neighbours = 5;

/**
 * Colours as distributions over bins: each is shared among its 5 nearest bins by a Gaussian of their distance, whose
 * deviation is half a bin's size (5 for the paper's bins of 10). Bins as far away as the fifth count too.
 *
 *   t_q = exp(-|ab - c_q|² / (2 σ²)) / Σ over the nearest
 *
 * @param ab `[P, 2]`
 * @returns `[P, Q]`, rows that sum to 1
 */
export function softColours(ab: Tensor, bins: ColourBins): Tensor {
  const scores = closeness(ab, bins);
  const k = Math.min(neighbours, bins.centres.length);
  const fifth = slice(topK(scores, k).values, 1, k - 1); // [P, 1]
  return softmax(where(greaterEqual(scores, fifth), scores, -1e9));
}

/** All of each colour on its nearest bin: `[P, 2]` to `[P, Q]`. */
export function hardColours(ab: Tensor, bins: ColourBins): Tensor {
  return oneHot(argMax(closeness(ab, bins)), bins.centres.length);
}

/**
 * The annealed mean: the mean colour of the distribution sharpened by a temperature (equation 5 of the paper). 1 is the
 * mean, which is greyish where several colours are likely; towards 0 it becomes the likeliest bin.
 * @param logits `[P, Q]`
 * @returns ab `[P, 2]`
 */
export function annealedMean(logits: Tensor, bins: ColourBins, temperature: number): Tensor {
  return matmul(softmax(mul(logits, 1 / temperature)), centres(bins));
}

/** The likeliest colour, `[P, 2]`. */
export function likeliestColour(logits: Tensor, bins: ColourBins): Tensor {
  return gather(centres(bins), cast(argMax(logits), "int32"));
}

/**
 * One draw from each place's distribution, by adding Gumbel noise and taking the greatest. A picture's places share the
 * noise: what each shows is distributed as it should be, and places that agree show the same.
 * @param logits `[N * places, Q]`, picture after picture
 * @returns `[N * places, 2]`
 */
export function drawnColours(key: Key, logits: Tensor, bins: ColourBins, samples: number): Tensor {
  const [rows = 0, q = 0] = logits.shape;
  const noise = gumbel(uniform(key, [samples, 1, q]));
  const noisy = add(reshape(logits, [samples, rows / samples, q]), noise);
  return likeliestColour(reshape(noisy, [rows, q]), bins);
}

/**
 * Gumbel noise, -log(-log u), of uniform numbers: multiples of 2^-24 from 0 and below 1. Half a step more keeps them from
 * 0; the greatest would become 1 by that, for float32 has nothing between.
 */
export function gumbel(u: Tensor): Tensor {
  return neg(log(neg(log(minimum(add(u, 2 ** -25), 1 - 2 ** -24)))));
}

/** Places of maps `[N, C, h, w]` as rows `[N h w, C]`. */
export function rowsOf(map: Tensor): Tensor {
  return reshape(transpose(map, [0, 2, 3, 1]), [-1, map.shape[1] ?? 0]);
}

/** Rows `[N h w, C]` as maps `[N, C, h, w]`. */
export function mapOf(rows: Tensor, samples: number, height: number, width: number): Tensor {
  return transpose(reshape(rows, [samples, height, width, -1]), [0, 3, 1, 2]);
}

/** -|ab - c|² / (2 σ²) up to a number a row, `[P, Q]`. */
function closeness(ab: Tensor, bins: ColourBins): Tensor {
  const scale = 1 / (bins.size / 2) ** 2;
  const products = matmul(ab, mul(centres(bins), scale), { transposeB: true });
  const squares = bins.centres.map(([a, b]) => ((a * a + b * b) * scale) / 2);
  return sub(products, constant(squares, [1, squares.length]));
}

function centres(bins: ColourBins): Tensor {
  return constant(bins.centres.flat(), [bins.centres.length, 2]);
}
