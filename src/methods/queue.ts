import { ConfigError } from "../errors.js";
import { type Scope, unitRows } from "../nn/index.js";
import { concat, slice, stopGradient, type Tensor } from "../tensor/index.js";

/** A first-in, first-out memory of vectors that outlives a step. */
export interface Queue {
  /** What it holds, `[K, D]`, the newest first; unit vectors of random direction until it has been filled. */
  readonly rows: Tensor;
  /** Puts rows `[N, D]` in front for the next step, without their gradient; the oldest N leave. N at most K. */
  push(rows: Tensor): void;
}

/**
 * The queue of that name below a scope.
 * @param size K, what the method's option `queueSize` says.
 * @throws ConfigError at a push of more rows than it holds: a queue keeps at least one batch.
 */
export function queue(scope: Scope, name: string, size: number, dimensions: number): Queue {
  const rows = scope.state(name, [size, dimensions], unitRows());
  return {
    rows,
    push(newest) {
      const n = newest.shape[0] ?? 0;
      if (n > size) {
        throw new ConfigError(
          `A queue holds at least one batch, but queueSize is ${size} and the batch has ${n} samples. Use a queueSize of ${n} or more, or a smaller batch.`,
          { queueSize: size, batchSize: n },
        );
      }
      scope.assign(name, stopGradient(n < size ? concat([newest, slice(rows, 0, 0, size - n)]) : newest));
    },
  };
}
