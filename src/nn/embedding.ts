import { gather, matmul, type Tensor } from "../tensor/index.js";
import { truncatedNormal } from "./initialiser.js";
import type { Scope } from "./scope.js";

/** A learned table, `[count, width]`: at one scope it is one table, whoever asks. */
export function embeddingTable(scope: Scope, count: number, width: number): Tensor {
  return scope.parameter("weight", [count, width], truncatedNormal(0.02));
}

/**
 * Rows of a learned table: whole numbers `[...]` of 0..count-1 to `[..., width]`. Its gradient adds to the rows that were
 * used; no matrix of indices times rows is made.
 */
export function embedding(scope: Scope, indices: Tensor, count: number, width: number): Tensor {
  return scope.run(() => gather(embeddingTable(scope, count, width), indices));
}

/**
 * Logits h Eᵀ over the table's own rows (tied output, Press & Wolf, 2017): h `[..., width]` to `[..., count]`. The table
 * learns from both ends. In training over a large table give `linearCrossEntropy` the table and h instead.
 */
export function tiedLogits(scope: Scope, h: Tensor, count: number): Tensor {
  return scope.run(() => matmul(h, embeddingTable(scope, count, h.shape.at(-1) ?? 0), { transposeB: true }));
}
