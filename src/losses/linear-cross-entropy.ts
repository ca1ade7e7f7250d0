import { gradient } from "../grad/index.js";
import { sizeOf } from "../graph/index.js";
import {
  add,
  addAll,
  concat,
  matmul,
  mul,
  reciprocal,
  reshape,
  scalar,
  slice,
  sum,
  type Tensor,
  waitsFor,
  withGradients,
} from "../tensor/index.js";
import { type CrossEntropyOptions, crossEntropy, crossEntropyRows, labelled } from "./cross-entropy.js";

export interface LinearCrossEntropyOptions extends CrossEntropyOptions {
  /** Added to the logits, `[C]`. */
  readonly bias?: Tensor;
  /** Logits that there are at once, at most. Default 2^24, 64 MB of each of the few copies. */
  readonly logitsAtOnce?: number;
}

/**
 * `crossEntropy` of the logits h Wᵀ (+ bias), of which there are never more than a part at once: for vocabularies, where
 * logits of all tokens would be most of a step's memory. Tokens are taken in parts; of each the logits, the cost and
 * the gradients are made before the next begins, and only the gradients are kept, added up. It costs what the plain form
 * does in time; gradients are computed even where only the value is read (there, call `crossEntropy` on fewer rows).
 * @param h `[..., D]`; @param weight `[C, D]`, such as an embedding table (tied output); @param labels int32 `[...]`;
 * those that are none of 0..C-1 cost nothing
 * @returns a scalar in nats, which can be differentiated in h, weight and bias, twice too
 */
export function linearCrossEntropy(
  h: Tensor,
  weight: Tensor,
  labels: Tensor,
  { bias, logitsAtOnce = 2 ** 24, over = "rows", weights }: LinearCrossEntropyOptions = {},
): Tensor {
  const rows = sizeOf(labels.shape);
  const [classes = 1, width = 1] = weight.shape;
  const parts = Math.min(rows, Math.ceil((rows * classes) / logitsAtOnce));
  const logitsOf = (x: Tensor) => {
    const product = matmul(x, weight, { transposeB: true });
    return bias === undefined ? product : add(product, bias);
  };
  if (parts <= 1) return crossEntropy(logitsOf(h), labels, { over, weights });
  const [flat, truth] = [reshape(h, [rows, width]), reshape(labels, [rows])];
  const each = weights === undefined ? undefined : reshape(weights, [rows]);
  const scale =
    each !== undefined
      ? scalar(1)
      : over === "rows"
        ? scalar(1 / rows)
        : reciprocal(labelled(labels, classes));
  const shared = bias === undefined ? [weight] : [weight, bias];
  const costs: Tensor[] = [];
  const slopes: Tensor[] = [];
  let sums: Tensor[] = [];
  for (let part = 0; part < parts; part++) {
    const [from, to] = [part, part + 1].map((i) => Math.floor((i * rows) / parts)) as [number, number];
    const own = slice(flat, 0, from, to); // [B, D]
    const done = part === 0 ? [] : [costs.at(-1) as Tensor, slopes.at(-1) as Tensor, ...sums];
    const rowCosts = crossEntropyRows(logitsOf(waitsFor(own, done)), slice(truth, 0, from, to));
    const cost = sum(each === undefined ? rowCosts : mul(rowCosts, slice(each, 0, from, to)));
    const [slope, ...others] = gradient(cost, [own, ...shared], scale);
    costs.push(cost);
    slopes.push(slope as Tensor);
    sums = others.map((one, i) => (sums[i] === undefined ? one : add(sums[i], one)));
  }
  return withGradients(mul(addAll(costs), scale), [
    [flat, concat(slopes)],
    ...shared.map((one, i) => [one, sums[i] as Tensor] as const),
  ]);
}

/**
 * `crossEntropyRows` of the logits h Wᵀ (+ bias), in parts: what each token costs, `[...]`, where that is read and not
 * learned from (gradients would keep all logits).
 */
export function linearCrossEntropyRows(
  h: Tensor,
  weight: Tensor,
  labels: Tensor,
  { bias, logitsAtOnce = 2 ** 24 }: Pick<LinearCrossEntropyOptions, "bias" | "logitsAtOnce"> = {},
): Tensor {
  const rows = sizeOf(labels.shape);
  const [classes = 1, width = 1] = weight.shape;
  const parts = Math.max(1, Math.min(rows, Math.ceil((rows * classes) / logitsAtOnce)));
  const [flat, truth] = [reshape(h, [rows, width]), reshape(labels, [rows])];
  const costs: Tensor[] = [];
  for (let part = 0; part < parts; part++) {
    const [from, to] = [part, part + 1].map((i) => Math.floor((i * rows) / parts)) as [number, number];
    const own = slice(flat, 0, from, to);
    const product = matmul(part === 0 ? own : waitsFor(own, costs.slice(-1)), weight, { transposeB: true });
    const logits = bias === undefined ? product : add(product, bias);
    costs.push(crossEntropyRows(logits, slice(truth, 0, from, to)));
  }
  return reshape(concat(costs), labels.shape);
}
