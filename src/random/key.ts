import { apply, type Shape } from "../graph/index.js";
import { add, cast, floor, less, mul, type Tensor } from "../tensor/index.js";

/**
 * Names a stream of random numbers. The same key gives the same numbers within a step; other steps and seeds
 * give others. Derive a key for each use with `child`.
 */
export interface Key {
  readonly stream: string;
  child(name: string): Key;
}

export function randomKey(stream: string): Key {
  return { stream, child: (name) => randomKey(stream === "" ? name : `${stream}/${name}`) };
}

/** Uniform numbers in [low, high). */
export function uniform(key: Key, shape: Shape, low = 0, high = 1): Tensor {
  const u = apply("draw", [], { distribution: "uniform", stream: `${key.stream}:uniform`, shape });
  return low === 0 && high === 1 ? u : add(mul(u, high - low), low);
}

/** Normal numbers. */
export function normal(key: Key, shape: Shape, mean = 0, deviation = 1): Tensor {
  const z = apply("draw", [], { distribution: "normal", stream: `${key.stream}:normal`, shape });
  return mean === 0 && deviation === 1 ? z : add(mul(z, deviation), mean);
}

/** Ones with the given probability, zeros otherwise (float32). */
export function bernoulli(key: Key, probability: number, shape: Shape): Tensor {
  return cast(less(uniform(key, shape), probability), "float32");
}

/** Whole numbers of 0..below-1, each as likely as the others (int32). */
export function integers(key: Key, below: number, shape: Shape): Tensor {
  // Uniform draws have 24 bits, so that the product never rounds up to `below` itself.
  return cast(floor(mul(uniform(key, shape), below)), "int32");
}

/** A random order of 0..n-1 in each row: int32 `[...rows, n]`. */
export function permutation(key: Key, n: number, rows: Shape = []): Tensor {
  return apply("draw", [], {
    distribution: "permutation",
    stream: `${key.stream}:permutation`,
    shape: [...rows, n],
  });
}
