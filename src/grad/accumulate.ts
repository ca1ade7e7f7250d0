import type { Node } from "../graph/index.js";
import { add, concat, full, type Tensor } from "../tensor/index.js";

/** A gradient that reaches only part of a tensor along one axis: what a slice passes back. */
interface Part {
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly value: Tensor;
}

function partOf(g: Tensor): Part | undefined {
  if (g.node.op !== "pad") return undefined;
  const { inputs, attributes } = g.node as Node<"pad">;
  const { before, after, value: fill } = attributes;
  const axes = before.flatMap((count, axis) => (count > 0 || (after[axis] ?? 0) > 0 ? [axis] : []));
  const [axis] = axes;
  const [value] = inputs;
  if (fill !== 0 || axes.length !== 1 || axis === undefined || value === undefined) return undefined;
  const start = before[axis] ?? 0;
  return { axis, start, end: start + (value.shape[axis] ?? 0), value };
}

/**
 * Sum of the gradients that reach one tensor. Where they come from slices that lie beside each other, as when a tensor
 * is split, they are put side by side: one pass over memory instead of a padding and an addition each.
 */
export function accumulate(gradients: readonly Tensor[]): Tensor {
  const rest: Tensor[] = [];
  const byAxis = new Map<number, Part[]>();
  for (const g of gradients) {
    const part = partOf(g);
    if (part === undefined) rest.push(g);
    else byAxis.set(part.axis, [...(byAxis.get(part.axis) ?? []), part]);
  }
  for (const [axis, parts] of byAxis) rest.push(...sideBySide(axis, parts, gradients));
  return rest.reduce((sum, g) => add(sum, g));
}

/** The parts as one tensor where none overlap; as they came otherwise. */
function sideBySide(axis: number, parts: readonly Part[], gradients: readonly Tensor[]): Tensor[] {
  const sorted = [...parts].sort((a, b) => a.start - b.start);
  const apart = sorted.every(({ start }, i) => i === 0 || start >= (sorted[i - 1]?.end ?? 0));
  if (parts.length < 2 || !apart) return gradients.filter((g) => partOf(g)?.axis === axis);
  const shape = gradients[0]?.shape ?? [];
  const pieces: Tensor[] = [];
  let at = 0;
  const zerosUpTo = (start: number) => {
    if (start > at)
      pieces.push(
        full(
          shape.map((side, i) => (i === axis ? start - at : side)),
          0,
        ),
      );
  };
  for (const { start, end, value } of sorted) {
    zerosUpTo(start);
    pieces.push(value);
    at = end;
  }
  zerosUpTo(shape[axis] ?? 0);
  return [concat(pieces, axis)];
}
