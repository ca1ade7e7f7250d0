import { gradient } from "../../grad/index.js";
import { type OperatorName, type Program, sizeOf } from "../../graph/index.js";
import { add, constant, input, mul, sum, type Tensor, tracingAt } from "../../tensor/index.js";
import { type Example, nextUniform } from "./example.suite.js";

/** An example as graphs: its outputs, the gradients of a scalar of them, and the gradients of a scalar of those. */
export interface Traced {
  readonly title: string;
  readonly outputs: ReadonlyMap<string, Tensor>;
  readonly wrt: readonly Tensor[];
  readonly names: readonly string[];
  readonly loss: Tensor | undefined;
  readonly first: readonly Tensor[];
  readonly slope: Tensor | undefined;
  readonly second: readonly Tensor[];
  readonly feeds: Readonly<Record<string, Float64Array>>;
}

export function trace(op: OperatorName, { operands, build }: Example, index: number): Traced {
  const title = `${op}/${index}`;
  return tracingAt(title, () => {
    const inputs = operands.map(({ shape, dtype }, i) => input(`${title}/${i}`, shape, dtype));
    const feeds = Object.fromEntries(
      operands.map(({ data }, i) => [`${title}/${i}`, Float64Array.from(data)]),
    );
    const built = build(...inputs);
    const outputs = "node" in built ? [built] : built;
    const names = operands.flatMap(({ differentiable }, i) => (differentiable ? [`${title}/${i}`] : []));
    const wrt = inputs.filter((_, i) => operands[i]?.differentiable);
    const loss = wrt.length === 0 ? undefined : weighted(outputs);
    const first = loss === undefined ? [] : gradient(loss, wrt);
    const slope = loss === undefined ? undefined : weighted(first);
    const second = slope === undefined ? [] : gradient(slope, wrt);
    return {
      title,
      outputs: named(`${title} output`, outputs),
      wrt,
      names,
      loss,
      first,
      slope,
      second,
      feeds,
    };
  });
}

function named(prefix: string, tensors: readonly Tensor[]): ReadonlyMap<string, Tensor> {
  return new Map(tensors.map((tensor, i) => [`${prefix} ${i}`, tensor]));
}

/** Everything that the engine and the reference both compute, of all examples of an operator. */
export function wholeProgram(traced: readonly Traced[]): Program {
  const outputs = traced.flatMap(({ title, outputs, first, second }) => [
    ...outputs,
    ...named(`${title} gradient`, first),
    ...named(`${title} second gradient`, second),
  ]);
  return { outputs: new Map(outputs), updates: new Map() };
}

/** A random weighting of all elements, so that no error can hide in a symmetry. */
function weighted(tensors: readonly Tensor[]): Tensor | undefined {
  const parts = tensors
    .filter(({ dtype }) => dtype === "float32")
    .map((tensor) => {
      const weights = Float32Array.from({ length: sizeOf(tensor.shape) }, () => nextUniform() * 2 - 1);
      return sum(mul(tensor, constant(weights, tensor.shape)));
    });
  return parts.length === 0 ? undefined : parts.reduce(add);
}
