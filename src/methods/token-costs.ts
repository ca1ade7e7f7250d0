/** What tokens cost that were to be predicted, as methods of texts need it. */
import { linearCrossEntropy, linearCrossEntropyRows } from "../losses/index.js";
import {
  add,
  argMax,
  cast,
  div,
  equal,
  exp,
  greaterEqual,
  less,
  matmul,
  maximum,
  mul,
  sum,
  type Tensor,
  where,
} from "../tensor/index.js";
import type { StepResult, Surprise } from "./step.js";

/** Scores of tokens: states `[N, K, D]` against the rows of a table `[V, D]`, and a bias `[V]`. */
export interface Scored {
  readonly states: Tensor;
  readonly table: Tensor;
  readonly bias?: Tensor | undefined;
}

/** Up to so many logits are all there at once, so that it costs little to also tell whether the greatest is right. */
const logitsAtOnce = 2 ** 24;

/**
 * Mean over texts of the mean cost of their tokens, in nats. Every text counts the same, whatever others there are, so that the
 * loss of a batch is the mean of the losses of its parts; one without a token to predict counts nothing.
 * @param targets int32 `[N, K]`, -1 where nothing is predicted
 * @returns with the metrics `perplexity`, e to the loss, and `accuracy`, where the vocabulary is not too large for it
 */
export function textLoss(
  { states, table, bias }: Scored,
  targets: Tensor,
): Required<Pick<StepResult, "metrics">> & { readonly loss: Tensor } {
  const [n = 1, k = 1] = targets.shape;
  const wanted = cast(greaterEqual(targets, 0), "float32");
  const weights = div(wanted, mul(maximum(sum(wanted, 1, { keepDims: true }), 1), n));
  const options = bias === undefined ? {} : { bias };
  const loss = linearCrossEntropy(states, table, targets, { ...options, logitsAtOnce, weights });
  const metrics: Record<string, Tensor> = { perplexity: exp(loss) };
  if (n * k * (table.shape[0] ?? 1) <= logitsAtOnce) {
    const product = matmul(states, table, { transposeB: true });
    const found = cast(argMax(bias === undefined ? product : add(product, bias)), "int32");
    const right = sum(mul(cast(equal(found, targets), "float32"), wanted));
    metrics.accuracy = div(right, maximum(sum(wanted), 1));
  }
  return { loss, metrics };
}

/** What each text costs: nats of its tokens that were to be predicted, and how many those are, `[N]` each. */
export function textSurprise({ states, table, bias }: Scored, targets: Tensor): Surprise {
  const costs = linearCrossEntropyRows(states, table, targets, bias === undefined ? {} : { bias });
  return { total: sum(costs, 1), count: sum(cast(greaterEqual(targets, 0), "float32"), 1) };
}

/** Nats a token of each text, `[N]`: an energy. 0 where no token was to be predicted. */
export function natsEach({ total, count }: Surprise): Tensor {
  return div(total, maximum(count, 1));
}

/** Tokens to be predicted, but for places where there was none to predict them from. */
export function targetsWhere(known: Tensor, targets: Tensor): Tensor {
  return where(less(known, 0), -1, targets);
}
