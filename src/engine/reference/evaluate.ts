import { EngineError } from "../../errors.js";
import {
  allocate,
  type Node,
  type OperatorName,
  type Program,
  programValues,
  sizeOf,
  topologicalOrder,
  type Value,
} from "../../graph/index.js";
import { type DrawState, fillDraw } from "../../random/index.js";
import { elementwiseKernels } from "./elementwise.js";
import { samplingKernels } from "./grid-sample.js";
import { indexKernels } from "./indices.js";
import type { Kernel, ReferenceArray } from "./kernel.js";
import { linearKernels } from "./linear.js";
import { movementKernels } from "./movement.js";
import { normalisationKernels } from "./normalisation.js";
import { reductionKernels } from "./reductions.js";
import { windowKernels } from "./windows.js";

type LeafName = "input" | "constant" | "draw";
const kernels: { readonly [Name in Exclude<OperatorName, LeafName>]: Kernel<Name> } = {
  ...elementwiseKernels,
  ...reductionKernels,
  ...movementKernels,
  ...linearKernels,
  ...windowKernels,
  ...normalisationKernels,
  ...indexKernels,
  ...samplingKernels,
};

export type ReferenceFeeds = Readonly<Record<string, ArrayLike<number>>>;
export type ReferenceResults = Readonly<Record<string, Float64Array>>;

/**
 * Runs a program with plain loops in double precision: the slow, obvious meaning of every operator, which tests
 * compare the engine and the gradients with. Integers and booleans are doubles too.
 * @param feeds every input by name, state included; @param draws seed and step of random draws.
 * @returns outputs and the next values of updated state, by name.
 * @throws EngineError when a feed is missing or has the wrong size.
 */
export function evaluate(
  program: Program,
  feeds: ReferenceFeeds,
  draws: DrawState = { seed: 0, step: 0 },
): { readonly outputs: ReferenceResults; readonly updates: ReferenceResults } {
  const arrays = new Map<Value, Float64Array>();
  for (const node of topologicalOrder(programValues(program))) {
    const results = compute(node, arrays, feeds, draws);
    node.outputs.forEach((output, i) => {
      arrays.set(output, results[i] ?? new Float64Array());
    });
  }
  const read = (values: ReadonlyMap<string, Value>): ReferenceResults =>
    Object.fromEntries(
      [...values].map(([name, value]) => [name, (arrays.get(value) ?? new Float64Array()).slice()]),
    );
  return { outputs: read(program.outputs), updates: read(program.updates) };
}

function compute(
  node: Node,
  arrays: ReadonlyMap<Value, Float64Array>,
  feeds: ReferenceFeeds,
  state: DrawState,
): readonly Float64Array[] {
  if (node.op === "input") return [fed(node as Node<"input">, feeds)];
  if (node.op === "constant")
    return [Float64Array.from((node as unknown as Node<"constant">).attributes.data, Number)];
  if (node.op === "draw") {
    const { distribution, stream, shape } = (node as Node<"draw">).attributes;
    const data = allocate(distribution === "permutation" ? "int32" : "float32", sizeOf(shape)) as
      | Float32Array
      | Int32Array;
    fillDraw(distribution, stream, state, data, shape.at(-1) ?? 1);
    return [Float64Array.from(data)];
  }
  const kernel = kernels[node.op as Exclude<OperatorName, LeafName>] as Kernel<OperatorName>;
  const inputs = node.inputs.map(
    (input): ReferenceArray => ({ dtype: input.dtype, shape: input.shape, data: arrays.get(input)! }),
  );
  return kernel(
    inputs as unknown as Parameters<typeof kernel>[0],
    node.attributes,
    node.outputs as unknown as Parameters<typeof kernel>[2],
  );
}

function fed({ attributes: { name, shape } }: Node<"input">, feeds: ReferenceFeeds): Float64Array {
  const data = feeds[name];
  if (data?.length !== sizeOf(shape)) {
    throw new EngineError(
      `The program expects input ${name} with ${sizeOf(shape)} elements; got ${data?.length ?? "none"}.`,
      { name },
    );
  }
  return Float64Array.from(data);
}
