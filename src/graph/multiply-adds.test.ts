import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { conv2d, input, matmul, sum } from "../tensor/index.js";
import { multiplyAdds } from "./multiply-adds.js";

const program = (...values: ReturnType<typeof input>[]) => ({
  outputs: new Map(values.map((value, i) => [`y${i}`, value])),
  updates: new Map(),
});

describe("multiply-adds", () => {
  it("of a matrix product are M K N, and its gradients are two products of the same size", () => {
    const [x, w] = [input("x", [5, 7]), input("w", [7, 3])];
    const y = matmul(x, w);
    expect(multiplyAdds(program(y))).toBe(5 * 7 * 3);
    expect(multiplyAdds(program(y, ...gradient(sum(y), [x, w])))).toBe(3 * 5 * 7 * 3);
    expect(multiplyAdds(program(y, ...gradient(sum(y), [w])))).toBe(2 * 5 * 7 * 3);
  });

  it("of equal products count once", () => {
    const [x, w] = [input("x", [5, 7]), input("w", [7, 3])];
    expect(multiplyAdds(program(matmul(x, w), matmul(x, w)))).toBe(105);
  });

  it("of a convolution are one kernel an output, also in its adjoints", () => {
    const [x, w] = [input("x", [2, 3, 8, 8]), input("w", [4, 3, 3, 3])];
    const y = conv2d(x, w, { stride: 2, padding: 1 });
    const forward = 2 * 4 * 4 * 4 * (3 * 3 * 3);
    expect(multiplyAdds(program(y))).toBe(forward);
    expect(multiplyAdds(program(y, ...gradient(sum(y), [x, w])))).toBe(3 * forward);
  });
});
