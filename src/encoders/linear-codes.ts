import {
  add,
  clip,
  div,
  identity,
  inverseCholesky,
  matmul,
  mean,
  mul,
  reshape,
  stopGradient,
  sub,
  sumSquares,
  type Tensor,
} from "../tensor/index.js";

/** Flattened pictures, some of whose values may be unknown. */
export interface KnownRows {
  /** `[N, m]`, 0 where a value is unknown. */
  readonly x: Tensor;
  /** 1 where a value is known, else 0, `[N, m]`. Left out: everywhere. */
  readonly known?: Tensor | undefined;
}

/**
 * Two matrices (SPEC row 46): E(x) = A x with unknown values 0, times 1/p to make up for them, as dropout does.
 * @param a `[m, l]`, whose row i is the a_i of value i
 * @param keep p, the probability that a value is known. Default: the share of each sample's own values that are
 *   known, which is p on average, and is p exactly where masks hide a fixed number of values.
 * @returns `[N, l]`; without `known` there is nothing to make up for
 */
export function twoMatricesCode({ x, known }: KnownRows, a: Tensor, keep?: number): Tensor {
  const code = matmul(x, a);
  if (known === undefined) return code;
  return keep !== undefined ? mul(code, 1 / keep) : div(code, shareOf(known));
}

/** Each sample's share of known values, `[N, 1]`. Without any the codes here are 0, whatever they are divided by. */
function shareOf(known: Tensor): Tensor {
  return clip(mean(known, 1, { keepDims: true }), 1 / (known.shape[1] ?? 1), 1);
}

/**
 * Least squares (SPEC rows 47, 49): E(x) = (B̃'B̃ + r I)^-1 B'x, where B̃ is B without the rows of unknown values, so
 * every sample with a mask of its own has a matrix of its own. For codes shorter than the picture.
 * @param b `[m, l]`, whose row i makes value i
 * @param ridge r relative to the mean squared length of B's columns. It keeps the inverse finite where fewer values are
 *   known than the code has numbers; the slope takes r as constant, so that dropped rows get none.
 * @returns `[N, l]`
 */
export function leastSquaresCode({ x, known }: KnownRows, b: Tensor, ridge: number): Tensor {
  const [m = 0, l = 0] = b.shape;
  const [n = 0] = x.shape;
  const floor = mul(mul(stopGradient(sumSquares(b)), ridge / l), identity(l));
  const moments = matmul(x, b);
  if (known === undefined) {
    const inverse = inverseCholesky(add(matmul(b, b, { transposeA: true }), floor));
    return matmul(matmul(moments, inverse, { transposeB: true }), inverse);
  }
  // B̃'B̃ = Σ b_i b_i' over the known values: one product for all samples.
  const outer = reshape(mul(reshape(b, [m, l, 1]), reshape(b, [m, 1, l])), [m, l * l]);
  const inverse = inverseCholesky(add(reshape(matmul(known, outer), [n, l, l]), floor));
  const rows = reshape(moments, [n, 1, l]);
  return reshape(matmul(matmul(rows, inverse, { transposeB: true }), inverse), [n, l]);
}

/**
 * Minimum norm (SPEC row 47, "otherwise"): E(x) = B'(BB')^-1 x for codes at least as long as the picture. Then D(E(x)) =
 * BB'(BB')^-1 x = x whatever B is, so there is nothing to learn: the encoder refuses it, and the study shows it.
 * @param x `[N, m]`; @param b `[m, l]` of rank m
 * @returns `[N, l]`
 */
export function minimumNormCode(x: Tensor, b: Tensor): Tensor {
  const inverse = inverseCholesky(matmul(b, b, { transposeB: true }));
  return matmul(matmul(matmul(x, inverse, { transposeB: true }), inverse), b);
}

/**
 * Unrolled gradient descent on |x - B l|² / 2 (SPEC rows 51, 53): l_0 = 0, l_{t+1} = l_t + η B'(x - B l_t), where the
 * residual of an unknown value is 0. It converges where η is below 2 over B's largest squared singular value.
 *
 * Rows that are left out make those singular values smaller: with half of the values B̃'B̃ is about half of B'B. So a B
 * that was trained with masks may be too large for whole pictures. `perKnown` divides η by each sample's share of known
 * values, as two matrices divide A, which the lecture does not.
 * @param b `[m, l]`
 * @returns l_1 to l_d, each `[N, l]`
 */
export function unrolledCodes(
  { x, known }: KnownRows,
  b: Tensor,
  {
    steps,
    stepSize,
    perKnown = false,
  }: { readonly steps: number; readonly stepSize: number; readonly perKnown?: boolean },
): Tensor[] {
  const rate = perKnown && known !== undefined ? div(stepSize, shareOf(known)) : stepSize;
  const codes = [mul(matmul(x, b), rate)];
  while (codes.length < steps) {
    const last = codes.at(-1) as Tensor;
    const residual = sub(x, matmul(last, b, { transposeB: true }));
    const clamped = known === undefined ? residual : mul(residual, known);
    codes.push(add(last, mul(matmul(clamped, b), rate)));
  }
  return codes;
}
