import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { topologicalOrder } from "../graph/index.js";
import { concat, input, matmul, reshape, sum, type Tensor, tanh } from "../tensor/index.js";
import { checkGradients } from "./gradient.suite.js";
import { embedding, embeddingTable, Scope, tiedLogits } from "./index.js";
import { difference, waves } from "./layer.suite.js";

const tokens = { shape: [2, 3], data: [4, 0, 1, 1, 3, 4], dtype: "int32" as const };

describe("embedding", () => {
  it("learns the rows that were used, and no others, without a product", async () => {
    const check = await checkGradients((scope, { tokens: given }) => embedding(scope, given!, 6, 4), {
      tokens,
    });
    expect(check.engineError).toBeLessThan(1e-5);
    expect(check.differenceError).toBeLessThan(1e-6);
    const arrived = waves([2, 3, 4], 0.4);
    const expected = new Float32Array(6 * 4);
    tokens.data.forEach((token, i) => {
      for (let j = 0; j < 4; j++) expected[token * 4 + j]! += arrived[i * 4 + j]!;
    });
    expect(difference(check.gradients.weight!, expected)).toBeLessThan(1e-6);
    const scope = Scope.root();
    const loss = sum(embedding(scope, input("tokens", [2, 3], "int32"), 50_000, 8));
    const [slope] = gradient(loss, [scope.variables.parameters()[0]!.tensor]);
    const operators = topologicalOrder([slope!]).map(({ op }) => op);
    expect(operators).toContain("scatterAdd");
    expect(operators.filter((op) => op === "oneHot" || op === "matmul")).toEqual([]);
  });
});

describe("tiedLogits", () => {
  const loss = (scope: Scope, given: Tensor, output: (h: Tensor) => Tensor) =>
    output(tanh(embedding(scope.child("tokens"), given, 6, 4)));
  const tied = (scope: Scope, { tokens: given }: Readonly<Record<string, Tensor>>) =>
    loss(scope, given!, (h) => tiedLogits(scope.child("tokens"), h, 6));

  it("reads the table as the output's weights, and adds both gradients", async () => {
    const check = await checkGradients(tied, { tokens });
    expect(check.engineError).toBeLessThan(1e-5);
    expect(check.differenceError).toBeLessThan(1e-6);
    // Two tables of the same numbers: each has one of the two parts.
    const table = check.gradients["tokens/weight"]!;
    const apart = await checkGradients(
      (scope, { tokens: given, other }) =>
        loss(scope, given!, (h) => {
          const rows = reshape(h, [6, 4]);
          return reshape(matmul(rows, other!, { transposeB: true }), [2, 3, 6]);
        }),
      { tokens, other: { shape: [6, 4], data: await firstTable() } },
    );
    const sums = apart.gradients["tokens/weight"]!.map((value, i) => value + apart.gradients.other![i]!);
    expect(difference(table, sums)).toBeLessThan(1e-5);
    expect(difference(table, apart.gradients["tokens/weight"]!)).toBeGreaterThan(1e-2);
  });

  it("has one table at one scope", () => {
    const scope = Scope.root();
    tied(scope, { tokens: input("tokens", [2, 3], "int32") });
    expect(embeddingTable(scope.child("tokens"), 6, 4)).toBe(scope.variables.get("tokens/weight")?.tensor);
    expect(scope.variables.parameters()).toHaveLength(1);
  });

  /** The table as `checkGradients` stirs it, read back through a layer that gives it out. */
  async function firstTable(): Promise<Float32Array> {
    const { gradients } = await checkGradients(
      (scope) => concat([embeddingTable(scope.child("tokens"), 6, 4)]),
      {
        tokens,
      },
    );
    return gradients.y!;
  }
});
