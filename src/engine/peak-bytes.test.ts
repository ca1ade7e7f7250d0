/** What the estimate supposes of ONNX Runtime, against what a profile of it reports. */
import { expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { linearCrossEntropy } from "../losses/index.js";
import { emittedNodes, peakBytes } from "../onnx/index.js";
import * as t from "../tensor/index.js";
import { program } from "./engine.suite.js";
import { bytesInUse } from "./memory-in-use.suite.js";

const shape = [512, 512];
const bytes = 512 * 512 * 4;
const row = () => t.input("row", [512, 1]);
const places = t.constant(new Int32Array(512), [512, 1]);
const operations: Readonly<Record<string, (x: t.Tensor) => t.Tensor>> = {
  neg: t.neg,
  exp: t.exp,
  sqrt: t.sqrt,
  reciprocal: t.reciprocal,
  tanh: t.tanh,
  sigmoid: t.sigmoid,
  erf: t.erf,
  relu: t.relu,
  positive: t.positive,
  gelu: t.gelu,
  softplus: t.softplus,
  softmax: (x) => t.softmax(x),
  logSoftmax: (x) => t.logSoftmax(x),
  add: (x) => t.add(x, row()),
  sub: (x) => t.sub(x, 1),
  mul: (x) => t.mul(x, row()),
  div: (x) => t.div(x, row()),
  maximum: (x) => t.maximum(x, 0),
  addAlong: (x) => t.addAlong(x, places, row()),
};

it.each(Object.keys(operations))(
  "%s takes a buffer of its own, or its input's, as is supposed",
  async (name) => {
    const y = t.sum(operations[name]!(t.sin(t.input("x", shape))));
    const feeds = { x: new Float32Array(512 * 512).fill(0.5), row: new Float32Array(512).fill(2) };
    const most = await bytesInUse(program({ y }), feeds);
    expect(Math.round(peakBytes(emittedNodes(program({ y }))) / bytes)).toBe(Math.round(most / bytes));
  },
);

it("work in parts holds one part at a time: logits of a vocabulary", async () => {
  const [n, c, d] = [512, 4000, 8];
  const data = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i));
  const [h, weight] = [t.input("h", [n, d]), t.input("weight", [c, d], "float32", "state")];
  const most = (logitsAtOnce: number) => {
    const loss = linearCrossEntropy(h, weight, t.input("labels", [n], "int32"), { logitsAtOnce });
    const [slope, next] = gradient(loss, [h, weight]) as [t.Tensor, t.Tensor];
    return bytesInUse(
      program({ loss, slope }, { weight: next }),
      { h: data(n * d), labels: new Int32Array(n) },
      [{ name: "weight", dtype: "float32", shape: [c, d], data: data(c * d) }],
    );
  };
  const part = 2 ** 17;
  // Three copies of a part's logits, and as many of the table's gradient.
  expect(await most(part)).toBeLessThan(4 * 4 * (part + c * d));
  expect(await most(1e9)).toBeGreaterThan(2 * 4 * n * c);
});
