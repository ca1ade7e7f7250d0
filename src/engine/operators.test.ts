/**
 * Every operator, on the examples of `operator-examples/`: the engine against the reference evaluator, gradients
 * and gradients of gradients against central differences in double precision, and their graphs in the engine.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  allocate,
  bytesPerElement,
  type HostArray,
  type OperatorName,
  programLeaves,
  sizeOf,
} from "../graph/index.js";
import { emittedNodes, tensorFacts } from "../onnx/index.js";
import {
  type Engine,
  evaluate,
  inlineEngine,
  type Outputs,
  type ReferenceResults,
  type Store,
} from "./index.js";
import { differenceError } from "./operator-examples/differences.suite.js";
import { operatorExamples } from "./operator-examples/table.suite.js";
import { trace, wholeProgram } from "./operator-examples/traced.suite.js";

const draws = { seed: 5, step: 3 };
let engine: Engine;
let store: Store;

beforeAll(async () => {
  engine = inlineEngine();
  store = await engine.createStore();
});
afterAll(() => engine.dispose());

/** Largest difference of a tensor, relative to its largest element. */
function relativeError(actual: HostArray, expected: Float64Array): number {
  let scale = 1e-3;
  let error = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  expected.forEach((value, i) => {
    scale = Math.max(scale, Math.abs(value));
    const difference = Math.abs(Number(actual[i]) - value);
    error = Math.max(error, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  });
  return error / scale;
}

/** Outputs whose error passes the tolerance, with it. */
function misses(actual: Outputs, expected: ReferenceResults, tolerance: number): string[] {
  return Object.entries(expected).flatMap(([name, value]) => {
    const error = relativeError(actual[name] ?? new Float32Array(), value);
    return error <= tolerance ? [] : [`${name}: ${error}`];
  });
}

describe.each(Object.keys(operatorExamples) as OperatorName[])("%s", (op) => {
  const traced = operatorExamples[op].map((one, i) => trace(op, one, i));
  const feeds = Object.assign({}, ...traced.map((one) => one.feeds)) as Record<string, Float64Array>;

  it("appears in its own examples", () => {
    expect(traced.length).toBeGreaterThan(0);
  });

  it("equals the reference, with its gradients and their gradients", async () => {
    const program = wholeProgram(traced);
    const loaded = await engine.load(program, { store, name: op });
    const fed = programLeaves(program).fed.map(({ attributes: { name, dtype, shape } }) => {
      const data = allocate(dtype, sizeOf(shape));
      feeds[name]!.forEach((value, i) => {
        data[i] = dtype === "int64" ? BigInt(value) : value;
      });
      return [name, data] as const;
    });
    const actual = await loaded.run(Object.fromEntries(fed), draws);
    await loaded.dispose();
    expect(misses(actual, evaluate(program, feeds, draws).outputs, 2e-4)).toEqual([]);
  });

  it("is lowered to nodes whose shapes are told right, blocked or not", () => {
    const program = wholeProgram(traced);
    for (const block of [0, 16] as const) {
      const facts = tensorFacts(emittedNodes(program, { block }));
      for (const [name, { shape, dtype }] of program.outputs) {
        const bytes = bytesPerElement[dtype];
        expect([name, facts.get(`output:${name}`)]).toEqual([name, { shape, bytesPerElement: bytes }]);
      }
    }
  });

  it("has gradients that agree with finite differences, and so have they", () => {
    const wrong: string[] = [];
    for (const { title, names, loss, first, slope, second } of traced) {
      names.forEach((name, i) => {
        const levels = [
          [loss, first[i]],
          [slope, second[i]],
        ] as const;
        levels.forEach(([scalar, gradients], level) => {
          if (scalar === undefined || gradients === undefined) return;
          const error = differenceError(scalar, gradients, name, feeds);
          if (!(error < 1e-5)) wrong.push(`${title} operand ${name}, order ${level + 1}: ${error}`);
        });
      });
    }
    expect(wrong).toEqual([]);
  });
});
