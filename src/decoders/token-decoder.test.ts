import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { constant, input } from "../tensor/index.js";
import { tokenDecoder } from "./index.js";

describe("tokenDecoder", () => {
  it("goes by positions: the order of what is known and what is wanted is free", async () => {
    const scope = Scope.root();
    const positions = constant(
      Float32Array.from({ length: 6 * 8 }, (_, i) => Math.sin(i * i)),
      [6, 8],
    );
    const made = tokenDecoder(
      scope,
      input("tokens", [1, 3, 4]),
      { known: input("known", [1, 3], "int32"), wanted: input("wanted", [1, 2], "int32"), positions },
      { outputs: 5, depth: 2 },
    );
    expect(made.shape).toEqual([1, 2, 5]);
    const engine = inlineEngine();
    try {
      const store = await engine.createStore(scope.variables.initialValues(1));
      const program = await engine.load(
        { outputs: new Map([["made", made]]), updates: new Map() },
        { store },
      );
      const token = (i: number) => [0, 1, 2, 3].map((k) => Math.cos(4 * i + k));
      const run = async (order: readonly number[], known: readonly number[], wanted: readonly number[]) => {
        const feeds = {
          tokens: Float32Array.from(order.flatMap(token)),
          known: Int32Array.from(known),
          wanted: Int32Array.from(wanted),
        };
        return Array.from((await program.run(feeds)).made as Float32Array);
      };
      const plain = await run([0, 1, 2], [5, 0, 3], [1, 4]);
      const turned = await run([2, 0, 1], [3, 5, 0], [4, 1]);
      const expected = [...plain.slice(5), ...plain.slice(0, 5)];
      turned.forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 5);
      });
      const elsewhere = await run([0, 1, 2], [5, 0, 3], [2, 4]);
      expect(Math.abs(elsewhere[0]! - plain[0]!)).toBeGreaterThan(1e-4);
    } finally {
      await engine.dispose();
    }
  });
});
