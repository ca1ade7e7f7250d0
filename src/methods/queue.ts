import { ConfigError } from "../errors.js";
import { constantInit, type Scope, unitRows } from "../nn/index.js";
import { concat, slice, stopGradient, type Tensor } from "../tensor/index.js";

/** A first-in, first-out memory of vectors that outlives a step. */
export interface Queue {
  /** What it holds, `[K, D]`, the newest first; unit vectors of random direction until it has been filled. */
  readonly rows: Tensor;
  /** Their classes, int32 `[K]`, where it keeps them; -1 until it has been filled, which is the class of no sample. */
  readonly classes?: Tensor;
  /** Puts rows `[N, D]` in front for the next step, without their gradient; the oldest N leave. N at most K. */
  push(rows: Tensor): void;
}

/**
 * The queue of that name below a scope.
 * @param size K, what the method's option `queueSize` says.
 * @param classOf classes of the rows that this step will push, int32 `[N]`, for a queue that keeps them
 * @throws ConfigError at a push of more rows than it holds: a queue keeps at least one batch.
 */
export function queue(scope: Scope, name: string, size: number, dimensions: number, classOf?: Tensor): Queue {
  const rows = scope.state(name, [size, dimensions], unitRows());
  const kept = `${name}Classes`;
  const classes = classOf && scope.state(kept, [size], constantInit(-1), "int32");
  const inFront = (newest: Tensor, older: Tensor) => {
    const n = newest.shape[0] ?? 0;
    return n < size ? concat([newest, slice(older, 0, 0, size - n)]) : newest;
  };
  return {
    rows,
    ...(classes === undefined ? {} : { classes }),
    push(newest) {
      const n = newest.shape[0] ?? 0;
      if (n > size) {
        throw new ConfigError(
          `A queue holds at least one batch, but \`method.queueSize\` is ${size} and the batch has ${n} samples. Use \`method.queueSize: ${n}\` or more, or a smaller \`batchSize\`.`,
          { queueSize: size, batchSize: n },
        );
      }
      scope.assign(name, stopGradient(inFront(newest, rows)));
      if (classOf !== undefined && classes !== undefined) scope.assign(kept, inFront(classOf, classes));
    },
  };
}
