import type { Engine, StateEntry } from "../engine/index.js";
import { argMaxRows } from "../metrics/index.js";
import { add, input, matmul } from "../tensor/index.js";

/** A multinomial logistic regression: logits = x W + b. */
export interface LinearClassifier {
  readonly classes: number;
  readonly width: number;
  /** float64 `[width, classes]`, row after row, then the bias `[classes]`. */
  readonly parameters: Float64Array;
}

/** Rows that are made as they are asked for. */
export interface Rows {
  readonly count: number;
  readonly width: number;
  /** Writes rows `from` (inclusive) to `to` (exclusive), standardised, into `out`. */
  fill(from: number, to: number, out: Float32Array): void;
}

/** Rows classified in one run. */
const tileRows = 2048;

/** The class of greatest logit of every row, of equal ones the lower. */
export async function classify(
  engine: Engine,
  { classes, width, parameters }: LinearClassifier,
  { count, fill }: Rows,
): Promise<Int32Array> {
  const tile = Math.min(tileRows, count);
  const store = await engine.createStore(parameterEntries(parameters, width, classes), { give: true });
  const weights = input("weights", [width, classes], "float32", "state");
  const bias = input("bias", [classes], "float32", "state");
  const outputs = new Map([["logits", add(matmul(input("rows", [tile, width]), weights), bias)]]);
  const program = await engine.load({ outputs, updates: new Map() }, { store, name: "classify" });
  try {
    const predictions = new Int32Array(count);
    const rows = new Float32Array(tile * width);
    for (let from = 0; from < count; from += tile) {
      const to = Math.min(from + tile, count);
      fill(from, to, rows);
      const logits = (await program.run({ rows })).logits as Float32Array;
      predictions.set(argMaxRows(logits.subarray(0, (to - from) * classes), classes), from);
    }
    return predictions;
  } finally {
    await program.dispose();
    await store.dispose();
  }
}

/** Parameters as a store holds them. */
export function parameterEntries(parameters: Float64Array, width: number, classes: number): StateEntry[] {
  const size = width * classes;
  const [weights, bias] = [parameters.subarray(0, size), parameters.subarray(size)];
  return [
    { name: "weights", dtype: "float32", shape: [width, classes], data: Float32Array.from(weights) },
    { name: "bias", dtype: "float32", shape: [classes], data: Float32Array.from(bias) },
  ];
}
