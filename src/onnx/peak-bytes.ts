/**
 * What a step takes, told before it runs, by planning its buffers as ONNX Runtime does: a result takes the place of an
 * input that dies, or else of any earlier tensor of the very same shape that is dead, and such a buffer is kept from its
 * first use to its last, however long it holds nothing in between; only then is it the arena's again.
 */
import { sameShape, sizeOf } from "../graph/index.js";
import { Arena } from "./arena.js";
import type { Emitted, TensorFacts } from "./emitted.js";
import { tensorFacts } from "./output-shapes.js";

/** Operators whose result is what they are given, under another shape or name. */
const views = new Set(["Reshape", "Unsqueeze", "Identity"]);
/**
 * Operators that may write over an input that nobody else reads: activations, but neither arithmetic nor Exp, Neg, Sqrt,
 * Gelu and the like. As onnxruntime 1.30 does it; a test holds it against what the runtime reports.
 */
const inPlace = new Set([
  ...["Tanh", "Sigmoid", "Relu", "HardSigmoid", "Softplus", "Softmax", "LogSoftmax", "Cast"],
  "ScatterElements",
]);

/** A buffer with the tensor it is made for, and the nodes between which it is kept. */
interface Buffer {
  readonly facts: TensorFacts;
  readonly from: number;
  to: number;
}

/** Bytes of memory that a lowered graph touches at once: beside inputs, initialisers and what leaves the graph. */
export function peakBytes(emitted: Emitted): number {
  const buffers = plan(emitted);
  const starting = new Map<number, Buffer[]>();
  for (const buffer of buffers) starting.set(buffer.from, [...(starting.get(buffer.from) ?? []), buffer]);
  const arena = new Arena();
  const held = new Map<number, ReturnType<Arena["take"]>[]>();
  emitted.nodes.forEach((_, at) => {
    for (const { facts, to } of starting.get(at) ?? []) {
      const chunk = arena.take(sizeOf(facts.shape) * facts.bytesPerElement);
      held.set(to, [...(held.get(to) ?? []), chunk]);
    }
    for (const chunk of held.get(at) ?? []) arena.give(chunk);
  });
  return arena.touchedBytes;
}

function plan(emitted: Emitted): readonly Buffer[] {
  const { nodes, outputs } = emitted;
  const facts = tensorFacts(emitted);
  const { rootOf, uses } = readers(emitted);
  const leaving = new Set([...outputs].map(rootOf));
  const buffers: Buffer[] = [];
  const bufferOf = new Map<string, Buffer>();
  let dead: Buffer[] = [];
  const same = (a: TensorFacts, b: TensorFacts) =>
    sameShape(a.shape, b.shape) && a.bytesPerElement === b.bytesPerElement;
  nodes.forEach(({ op, inputs, outputs: results }, at) => {
    const roots = inputs.map(rootOf);
    if (!views.has(op)) {
      for (const name of results) {
        const own = facts.get(name);
        if (own === undefined || leaving.has(name)) continue;
        const over = inPlace.has(op)
          ? roots.find(
              (root, i) => uses.get(root) === 1 && bufferOf.has(root) && same(facts.get(inputs[i]!)!, own),
            )
          : undefined;
        const known =
          over === undefined ? dead.find((buffer) => same(buffer.facts, own)) : bufferOf.get(over);
        const buffer = known ?? { facts: own, from: at, to: at };
        if (known === undefined) buffers.push(buffer);
        dead = dead.filter((other) => other !== buffer);
        // A tensor that was written over no longer gives its buffer back.
        if (over !== undefined) bufferOf.delete(over);
        bufferOf.set(name, buffer);
        buffer.to = at;
      }
    }
    const end = (name: string) => {
      const buffer = bufferOf.get(name);
      if (buffer === undefined) return;
      buffer.to = at;
      if ((uses.get(name) ?? 0) > 0) return;
      bufferOf.delete(name);
      dead.unshift(buffer);
    };
    for (const root of roots) uses.set(root, (uses.get(root) ?? 0) - 1);
    for (const root of new Set([...roots, ...results])) end(root);
  });
  return buffers;
}

/** Of every tensor that has memory of its own: how often it is read, through its views too. */
function readers({ nodes }: Emitted) {
  const root = new Map<string, string>();
  const uses = new Map<string, number>();
  const rootOf = (name: string) => root.get(name) ?? name;
  for (const { op, inputs, outputs } of nodes) {
    for (const name of inputs) uses.set(rootOf(name), (uses.get(rootOf(name)) ?? 0) + 1);
    if (views.has(op)) for (const name of outputs) root.set(name, rootOf(inputs[0] ?? ""));
  }
  return { rootOf, uses };
}
