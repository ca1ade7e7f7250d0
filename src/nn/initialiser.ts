import { type Shape, sizeOf } from "../graph/index.js";
import { fillDraw } from "../random/index.js";

/** Fills a new parameter from its shape, its path and the run's seed; the same three give the same numbers. */
export type Initialiser = (shape: Shape, path: string, seed: number) => Float32Array;

export function constantInit(value: number): Initialiser {
  return (shape) => new Float32Array(sizeOf(shape)).fill(value);
}

export const zeros: Initialiser = constantInit(0);
export const ones: Initialiser = constantInit(1);

/** Normal numbers of a deviation. */
export function normalInit(deviation: number): Initialiser {
  return (shape, path, seed) => {
    const data = draw("normal", shape, path, seed);
    return data.map((value) => value * deviation);
  };
}

/** Normal numbers within two deviations; what falls outside is folded back in. */
export function truncatedNormal(deviation: number): Initialiser {
  return (shape, path, seed) => {
    const data = draw("normal", shape, path, seed);
    return data.map((value) => deviation * (Math.abs(value) <= 2 ? value : value % 2));
  };
}

export function uniformInit(bound: number): Initialiser {
  return (shape, path, seed) => draw("uniform", shape, path, seed).map((value) => (2 * value - 1) * bound);
}

/** Unit vectors of random direction, one a row of the last axis. */
export function unitRows(): Initialiser {
  return (shape, path, seed) => {
    const data = draw("normal", shape, path, seed);
    const width = shape.at(-1) ?? 1;
    for (let start = 0; start < data.length; start += width) {
      const row = data.subarray(start, start + width);
      const length = Math.hypot(...row);
      row.forEach((value, i) => {
        row[i] = value / length;
      });
    }
    return data;
  };
}

/** Numbers going into and out of one unit: linear weights are [in, out], kernels [out, in, kh, kw]. */
function fans(shape: Shape): { fanIn: number; fanOut: number } {
  if (shape.length <= 2) return { fanIn: shape[0] ?? 1, fanOut: shape[1] ?? 1 };
  const window = sizeOf(shape.slice(2));
  return { fanIn: (shape[1] ?? 1) * window, fanOut: (shape[0] ?? 1) * window };
}

/** He et al., 2015: deviation sqrt(2 / fan), for layers before a ReLU. */
export function heNormal(fan: "in" | "out" = "out"): Initialiser {
  return (shape, path, seed) => {
    const { fanIn, fanOut } = fans(shape);
    return normalInit(Math.sqrt(2 / (fan === "in" ? fanIn : fanOut)))(shape, path, seed);
  };
}

/** Glorot & Bengio, 2010: uniform within sqrt(6 / (fanIn + fanOut)). */
export const glorotUniform: Initialiser = (shape, path, seed) => {
  const { fanIn, fanOut } = fans(shape);
  return uniformInit(Math.sqrt(6 / (fanIn + fanOut)))(shape, path, seed);
};

/** Uniform within 1 / sqrt(fanIn), as PyTorch starts linear layers and convolutions. */
export const fanInUniform: Initialiser = (shape, path, seed) =>
  uniformInit(1 / Math.sqrt(fans(shape).fanIn))(shape, path, seed);

function draw(distribution: "uniform" | "normal", shape: Shape, path: string, seed: number): Float32Array {
  const out = new Float32Array(sizeOf(shape));
  fillDraw(distribution, `initialise/${path}`, { seed, step: 0 }, out, shape.at(-1) ?? 1);
  return out;
}
