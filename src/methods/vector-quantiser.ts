import * as z from "zod";
import { normalInit, type Scope } from "../nn/index.js";
import { integers } from "../random/index.js";
import {
  add,
  argMax,
  cast,
  div,
  exp,
  gather,
  greater,
  less,
  log,
  matmul,
  maximum,
  mean,
  mul,
  neg,
  oneHot,
  positive,
  reshape,
  square,
  stopGradient,
  sub,
  sum,
  sumSquares,
  type Tensor,
  transpose,
  where,
} from "../tensor/index.js";

export const quantiserOptions = {
  codes: z.int().min(2).default(256).describe("Vectors in the codebook, K."),
  codeDim: z.int().positive().default(32).describe("Numbers of a vector, L."),
  codebook: z
    .enum(["average", "gradient"])
    .default("average")
    .describe("average: codes follow the vectors nearest to them; gradient: a loss pulls them there."),
  decay: z
    .number()
    .min(0)
    .lt(1)
    .default(0.98)
    .describe(
      "How much running averages keep in a step: a code's, with codebook average; and, with either, how often each place takes each code, which new pictures are drawn by.",
    ),
  restartBelow: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      "With codebook average, a code used less than this part of its even share starts anew at a vector of the batch. 0: none.",
    ),
  commitment: z.number().min(0).default(0.25).describe("Weight of the pull of vectors to their codes."),
};

type Settings = z.output<z.ZodObject<typeof quantiserOptions>>;

/** The codebook, `[K, L]`: running averages, or a parameter. Vectors have unit variance, so codes start likewise. */
function codebook(scope: Scope, { codes, codeDim, codebook: kind }: Settings): Tensor {
  return kind === "average"
    ? scope.state("codebook", [codes, codeDim], normalInit(1))
    : scope.parameter("codebook", [codes, codeDim], normalInit(1));
}

/** The codes of whole numbers, int32 `[...]`: `[..., L]`. */
export function codesAt(scope: Scope, indices: Tensor, settings: Settings): Tensor {
  return gather(codebook(scope, settings), indices);
}

/** Which code is nearest to each of vectors `[..., L]`: int32 `[...]`. */
export function nearestCodes(scope: Scope, vectors: Tensor, settings: Settings): Tensor {
  const codes = codebook(scope, settings);
  const rows = reshape(vectors, [-1, settings.codeDim]);
  // Nearest is where 2 e c - |c|² is greatest: |e - c|² without the part that all codes share.
  const closeness = sub(mul(matmul(rows, transpose(codes)), 2), sumSquares(codes, 1));
  return reshape(cast(argMax(closeness), "int32"), vectors.shape.slice(0, -1));
}

/** What became of vectors. */
export interface Quantised {
  /** The codes nearest to them, `[N, T, L]`; gradients pass to the vectors as they are (straight-through). */
  readonly codes: Tensor;
  /** Ones at the codes taken, `[N, T, K]`. */
  readonly taken: Tensor;
  readonly loss: Tensor;
  readonly metrics: Readonly<Record<string, Tensor>>;
}

/**
 * Puts vectors e `[N, T, L]` to their nearest codes c (van den Oord et al., 2017, https://arxiv.org/abs/1711.00937):
 * codes = e + stopGradient(c - e). The loss is commitment · mean |e - stopGradient(c)|², and with codebook "gradient"
 * mean |stopGradient(e) - c|² besides (means over all numbers). With "average" it also moves the codebook while training:
 * to the mean, over running averages, of the vectors that took each code (their appendix A.1); and codes that nobody takes
 * start anew at a vector of the batch drawn at random (as in Jukebox, Dhariwal et al., 2020,
 * https://arxiv.org/abs/2005.00341). Counts start at 0, so the first step puts nearly all codes on data.
 */
export function quantise(scope: Scope, vectors: Tensor, settings: Settings): Quantised {
  const indices = nearestCodes(scope, vectors, settings);
  const nearest = codesAt(scope, indices, settings);
  const taken = oneHot(indices, settings.codes);
  const commitment = mean(square(sub(vectors, stopGradient(nearest))));
  const pulled = mul(commitment, settings.commitment);
  const shares = mean(reshape(taken, [-1, settings.codes]), 0);
  if (settings.codebook === "average" && scope.training) followVectors(scope, vectors, taken, settings);
  return {
    codes: add(vectors, stopGradient(sub(nearest, vectors))),
    taken,
    loss:
      settings.codebook === "average"
        ? pulled
        : add(pulled, mean(square(sub(stopGradient(vectors), nearest)))),
    metrics: {
      commitment,
      codesUsed: sum(positive(shares)),
      perplexity: exp(neg(sum(mul(shares, log(maximum(shares, 1e-12)))))),
    },
  };
}

/** Moves the codebook to running means of the vectors that took each code. */
function followVectors(scope: Scope, vectors: Tensor, taken: Tensor, settings: Settings): void {
  const { codes, codeDim, decay, restartBelow } = settings;
  const e = stopGradient(reshape(vectors, [-1, codeDim])); // [M, L]
  const uses = reshape(taken, [-1, codes]); // [M, K]
  const share = (e.shape[0] ?? 0) / codes;
  const follow = (name: string, value: Tensor) =>
    add(mul(scope.state(name, value.shape), decay), mul(value, 1 - decay));
  const counts = follow("counts", sum(uses, 0)); // [K]
  const sums = follow("sums", matmul(transpose(uses), e)); // [K, L]
  const column = (x: Tensor) => reshape(x, [codes, 1]);
  const least = 1e-6 * share; // of a code so long unused that its averages are all rounding
  const means = where(
    greater(column(counts), least),
    div(sums, maximum(column(counts), least)),
    codebook(scope, settings),
  );
  const unused = less(counts, restartBelow * share);
  const fresh = gather(e, integers(scope.key("restart"), e.shape[0] ?? 0, [codes]));
  scope.assign("codebook", where(column(unused), fresh, means));
  scope.assign("counts", where(unused, share, counts));
  scope.assign("sums", where(column(unused), mul(fresh, share), sums));
}
