import type { Engine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { crossEntropy } from "../losses/index.js";
import { add, input, matmul, type Tensor } from "../tensor/index.js";
import { type MinimiseOptions, type Minimum, minimise } from "./minimise.js";

/** A multinomial logistic regression: logits = x W + b. */
export interface LinearClassifier {
  readonly classes: number;
  readonly width: number;
  /** float64 `[width, classes]`, row after row, then the bias `[classes]`. */
  readonly parameters: Float64Array;
}

/** Data that stays in the engine while several regressions are fitted to it. */
export interface SoftmaxRegression {
  /**
   * Minimises mean cross-entropy + weightDecay / 2 |W|² (the bias is free), from `start` or zeros.
   */
  fit(weightDecay: number, options?: MinimiseOptions & { readonly start?: Float64Array }): Promise<Minimum>;
  /** Mean cross-entropy, in nats, of the data under a classifier. */
  loss(parameters: Float64Array): Promise<number>;
  dispose(): Promise<void>;
}

/**
 * Loads rows and labels. Loss and gradient over all rows at once are one compiled program; the optimiser runs on
 * the host in double precision and holds `width * classes` numbers.
 * @param rows float32 `[N, width]`, standardised @param labels int32 `[N]`
 */
export async function softmaxRegression(
  engine: Engine,
  rows: Float32Array,
  labels: Int32Array,
  classes: number,
): Promise<SoftmaxRegression> {
  const count = labels.length;
  const width = rows.length / count;
  const store = await engine.createStore([
    { name: "rows", dtype: "float32", shape: [count, width], data: rows },
    { name: "labels", dtype: "int32", shape: [count], data: labels },
  ]);
  const x = input("rows", [count, width], "float32", "state");
  const truth = input("labels", [count], "int32", "state");
  const weights = input("weights", [width, classes]);
  const bias = input("bias", [classes]);
  const mean = crossEntropy(add(matmul(x, weights), bias), truth);
  const [weightGradient, biasGradient] = gradient(mean, [weights, bias]) as [Tensor, Tensor];
  const outputs = new Map([
    ["loss", mean],
    ["weights", weightGradient],
    ["bias", biasGradient],
  ]);
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: "softmax-regression" });
  const size = width * classes;

  const run = async (parameters: Float64Array) =>
    program.run({
      weights: Float32Array.from(parameters.subarray(0, size)),
      bias: Float32Array.from(parameters.subarray(size)),
    });
  return {
    async fit(weightDecay, { start = new Float64Array(size + classes), ...options } = {}) {
      const objective = async (parameters: Float64Array, out: Float64Array) => {
        const result = await run(parameters);
        out.set(result.weights as Float32Array);
        out.set(result.bias as Float32Array, size);
        let squares = 0;
        for (let i = 0; i < size; i++) {
          squares += parameters[i]! ** 2;
          out[i]! += weightDecay * parameters[i]!;
        }
        return (result.loss as Float32Array)[0]! + (weightDecay / 2) * squares;
      };
      return minimise(objective, start, options);
    },
    loss: async (parameters) => ((await run(parameters)).loss as Float32Array)[0]!,
    async dispose() {
      await program.dispose();
      await store.dispose();
    },
  };
}

/** Rows classified in one run. */
const tileRows = 2048;

/** Logits float32 `[N, classes]`; `fill` writes rows `from` to `to`, standardised, into its last argument. */
export async function classify(
  engine: Engine,
  { classes, width, parameters }: LinearClassifier,
  count: number,
  fill: (from: number, to: number, out: Float32Array) => void,
): Promise<Float32Array> {
  const size = width * classes;
  const tile = Math.min(tileRows, count);
  const store = await engine.createStore([
    {
      name: "weights",
      dtype: "float32",
      shape: [width, classes],
      data: Float32Array.from(parameters.subarray(0, size)),
    },
    { name: "bias", dtype: "float32", shape: [classes], data: Float32Array.from(parameters.subarray(size)) },
  ]);
  const weights = input("weights", [width, classes], "float32", "state");
  const bias = input("bias", [classes], "float32", "state");
  const outputs = new Map([["logits", add(matmul(input("rows", [tile, width]), weights), bias)]]);
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: "classify" });
  try {
    const logits = new Float32Array(count * classes);
    const rows = new Float32Array(tile * width);
    for (let from = 0; from < count; from += tile) {
      const to = Math.min(from + tile, count);
      fill(from, to, rows);
      const found = (await program.run({ rows })).logits as Float32Array;
      logits.set(found.subarray(0, (to - from) * classes), from * classes);
    }
    return logits;
  } finally {
    await program.dispose();
    await store.dispose();
  }
}
