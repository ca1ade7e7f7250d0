import { describe, expect, it } from "vitest";
import { evaluate } from "../engine/index.js";
import { topologicalOrder } from "../graph/index.js";
import { add, constant, input, mul, slice, split, square, sum, type Tensor } from "../tensor/index.js";
import { gradient } from "./index.js";

const size = 6;
const x = input("x", [2, size]);
const values = Float32Array.from({ length: 2 * size }, (_, i) => i + 1);

/** Weights that tell which part of x a gradient reached. */
const weighted = (part: Tensor, weight: number) => sum(mul(part, weight));

function evaluated(loss: Tensor): { operators: string[]; values: number[] } {
  const [dx] = gradient(loss, [x]);
  const outputs = new Map([["dx", dx as Tensor]]);
  const operators = topologicalOrder([dx as Tensor]).map(({ op }) => op);
  const result = evaluate({ outputs, updates: new Map() }, { x: values }).outputs.dx;
  return { operators, values: Array.from(result as Float64Array) };
}

describe("gradients of several slices", () => {
  it("are put side by side where a tensor was split", () => {
    const [a, b, c] = split(x, 3, 1) as [Tensor, Tensor, Tensor];
    const { operators, values } = evaluated(add(add(weighted(c, 3), weighted(a, 1)), weighted(b, 2)));
    expect(operators).toContain("concat");
    expect(operators).not.toContain("pad");
    expect(values).toEqual([1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3]);
  });

  it("leave zeros in gaps and at the ends", () => {
    const loss = add(weighted(slice(x, 1, 1, 2), 1), weighted(slice(x, 1, 4, 5), 2));
    expect(evaluated(loss).values).toEqual([0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 2, 0]);
  });

  it("add up where slices overlap, lie along different axes, or meet other gradients", () => {
    expect(evaluated(add(weighted(slice(x, 1, 0, 3), 1), weighted(slice(x, 1, 2, 6), 2))).values).toEqual([
      1, 1, 3, 2, 2, 2, 1, 1, 3, 2, 2, 2,
    ]);
    expect(evaluated(add(weighted(slice(x, 1, 0, 1), 1), weighted(slice(x, 0, 1, 2), 2))).values).toEqual([
      1, 0, 0, 0, 0, 0, 3, 2, 2, 2, 2, 2,
    ]);
    const [a, b] = split(x, 2, 1) as [Tensor, Tensor];
    const loss = add(
      add(weighted(a, 1), sum(mul(b, constant(Float32Array.of(1, 2, 3), [3])))),
      sum(square(x)),
    );
    expect(evaluated(loss).values).toEqual(
      Array.from(values, (v, i) => 2 * v + ([1, 1, 1, 1, 2, 3][i % 6] ?? 0)),
    );
  });
});
