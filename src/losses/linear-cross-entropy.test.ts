import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import type { Program } from "../graph/index.js";
import { emittedNodes, peakBytes } from "../onnx/index.js";
import { add, constant, input, matmul, mul, sum, sumSquares, type Tensor } from "../tensor/index.js";
import { crossEntropy, crossEntropyRows, linearCrossEntropy, linearCrossEntropyRows } from "./index.js";
import { describeLoss, evaluate, waves } from "./loss.suite.js";

const labels = (...values: number[]) => ({ rows: [values], integer: true });
const inputs = [{ rows: waves(7, 3, 0.2) }, { rows: waves(5, 3, 1) }, labels(0, 4, 2, -1, 2, 5, 1)] as const;
const inParts =
  (logitsAtOnce: number, over: "rows" | "labelled" = "rows") =>
  (h: Tensor, w: Tensor, y: Tensor) =>
    linearCrossEntropy(h, w, y, { logitsAtOnce, over });

describeLoss("linearCrossEntropy", {
  inputs,
  loss: inParts(10),
  slow(h, weight, [wanted = []]) {
    let total = 0;
    h.forEach((row, i) => {
      const logits = weight.map((column) => column.reduce((sum, w, k) => sum + w * row[k]!, 0));
      const label = logits[wanted[i]!];
      if (label !== undefined) total += Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0)) - label;
    });
    return total / h.length;
  },
});

describe("linearCrossEntropy", () => {
  it.each([1, 5, 12, 1000])("is the plain one, with at most %d logits at once", async (most) => {
    for (const over of ["rows", "labelled"] as const) {
      const plain = (h: Tensor, w: Tensor, y: Tensor) =>
        crossEntropy(matmul(h, w, { transposeB: true }), y, { over });
      const [a, b] = [await evaluate(plain, ...inputs), await evaluate(inParts(most, over), ...inputs)];
      expect(b.value).toBeCloseTo(a.value, 6);
      a.gradients.flat().forEach((slope, i) => {
        expect(b.gradients.flat()[i]).toBeCloseTo(slope, 6);
      });
    }
  });

  it.each([5, 1000])("weighs rows as it is told, with at most %d logits at once", async (logitsAtOnce) => {
    const weighed = [0.5, 2, 0, 7, 1, 0.25, 3];
    const weights = { rows: [weighed] };
    const loss = (h: Tensor, w: Tensor, y: Tensor, each: Tensor) =>
      linearCrossEntropy(h, w, y, { logitsAtOnce, weights: each });
    const rows = (h: Tensor, w: Tensor, y: Tensor, each: Tensor) =>
      sum(mul(crossEntropyRows(matmul(h, w, { transposeB: true }), y), each));
    const [a, b] = [await evaluate(rows, ...inputs, weights), await evaluate(loss, ...inputs, weights)];
    expect(a.value).toBeGreaterThan(1);
    expect(b.value).toBeCloseTo(a.value, 5);
    for (const k of [0, 1])
      a.gradients[k]!.forEach((slope, i) => {
        expect(b.gradients[k]![i]).toBeCloseTo(slope, 5);
      });
  });

  it.each([1, 5, 11, 1000])(
    "tells what each row costs, with at most %d logits at once",
    async (logitsAtOnce) => {
      const bias = { rows: [[0.3, -1, 2, 0.1, 0.7]] };
      const [h, w, y] = inputs;
      // Powers of two of the costs tell which is whose.
      const wave = (x: Tensor) => sum(mul(x, constant([1, -2, 4, 8, -16, 32, 64], [7])));
      const told = (a: Tensor, b: Tensor, c: Tensor, d: Tensor) =>
        wave(linearCrossEntropyRows(a, b, c, { bias: d, logitsAtOnce }));
      const plain = (a: Tensor, b: Tensor, c: Tensor, d: Tensor) =>
        wave(crossEntropyRows(add(matmul(a, b, { transposeB: true }), d), c));
      const [one, two] = [await evaluate(told, h, w, y, bias), await evaluate(plain, h, w, y, bias)];
      expect(one.value).toBeCloseTo(two.value, 4);
      expect(Math.abs(two.value)).toBeGreaterThan(1);
    },
  );

  it("has a bias, and gradients that can be differentiated again", async () => {
    const bias = { rows: [[0.3, -1, 2, 0.1, 0.7]] };
    const penalty = (most: number) => (h: Tensor, w: Tensor, b: Tensor, y: Tensor) => {
      const loss = linearCrossEntropy(h, w, y, { bias: b, logitsAtOnce: most });
      return sumSquares(gradient(loss, [h])[0] as Tensor);
    };
    const [h, w, y] = inputs;
    const [a, b] = [await evaluate(penalty(1000), h, w, bias, y), await evaluate(penalty(10), h, w, bias, y)];
    expect(b.value).toBeCloseTo(a.value, 6);
    a.gradients.flat().forEach((slope, i) => {
      expect(b.gradients.flat()[i]).toBeCloseTo(slope, 6);
    });
    expect(a.gradients[2]!.some((slope) => Math.abs(slope) > 1e-3)).toBe(true);
  });

  it("is nothing, with no slope, where no token counts", async () => {
    const none = await evaluate(
      inParts(10, "labelled"),
      inputs[0],
      inputs[1],
      labels(-1, -1, 5, 9, -1, -1, -1),
    );
    expect(none.value).toBe(0);
    expect(none.gradients.flat().every((slope) => slope === 0)).toBe(true);
  });

  const step = (
    n: number,
    c: number,
    d: number,
    loss: (h: Tensor, w: Tensor, y: Tensor) => Tensor,
  ): Program => {
    const [h, weight] = [input("h", [n, d]), input("weight", [c, d], "float32", "state")];
    const value = loss(h, weight, input("labels", [n], "int32"));
    const [dh, next] = gradient(value, [h, weight]) as [Tensor, Tensor];
    return {
      outputs: new Map([
        ["loss", value],
        ["dh", dh],
      ]),
      updates: new Map([["weight", next]]),
    };
  };

  it("takes 8,192 tokens of 50,000 entries in less than a third of one matrix of all logits", () => {
    const bytes = peakBytes(emittedNodes(step(8192, 50_000, 128, (h, w, y) => linearCrossEntropy(h, w, y))));
    expect(bytes).toBeLessThan((8192 * 50_000 * 4) / 3);
  });

  it("learns every token on several threads, to the same bits each time", async () => {
    const [n, c, d] = [600, 400, 8];
    const engine = inlineEngine({ threads: 4 });
    const data = (size: number, phase: number) =>
      Float32Array.from({ length: size }, (_, i) => Math.sin(phase + i * 1.7));
    const runs: Float32Array[] = [];
    for (const loss of [inParts(20_000), inParts(20_000), inParts(1e9)]) {
      const store = await engine.createStore([
        { name: "weight", dtype: "float32", shape: [c, d], data: data(c * d, 1) },
      ]);
      const program = await engine.load(step(n, c, d, loss), { store });
      await program.run({ h: data(n * d, 2), labels: Int32Array.from({ length: n }, (_, i) => (i * 7) % c) });
      runs.push((await store.read())[0]!.data as Float32Array);
      await program.dispose();
    }
    await engine.dispose();
    expect(runs[1]).toEqual(runs[0]);
    expect(Math.max(...runs[2]!.map((value, i) => Math.abs(value - runs[0]![i]!)))).toBeLessThan(1e-6);
  });
});
