/** Convolutions in the shapes for which the engine has faster forms than the runtime's plain operator. */
import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { compile } from "../onnx/index.js";
import { randomKey, uniform } from "../random/index.js";
import { conv2d, mean, mul, type Tensor } from "../tensor/index.js";
import { program } from "./engine.suite.js";
import { evaluate, inlineEngine } from "./index.js";

const random = (name: string, shape: readonly number[]) => uniform(randomKey(name), shape, -1, 1);
const draws = { seed: 1, step: 1 };

interface Shapes {
  readonly x: readonly number[];
  readonly w: readonly number[];
}

function outputsOf({ x: xShape, w: wShape }: Shapes, options: Parameters<typeof conv2d>[2]) {
  const [x, w] = [random("x", xShape), random("w", wShape)];
  const y = conv2d(x, w, options);
  const [dx, dw] = gradient(mean(mul(y, random("weights", y.shape))), [x, w]);
  return { y, dx: dx as Tensor, dw: dw as Tensor };
}

async function expectReference(outputs: Record<string, Tensor>, tolerance: number): Promise<void> {
  const engine = inlineEngine({ threads: 2 });
  const loaded = await engine.load(program(outputs), { store: await engine.createStore() });
  const actual = await loaded.run({}, draws);
  await engine.dispose();
  const expected = evaluate(program(outputs), {}, draws).outputs;
  for (const [name, values] of Object.entries(expected)) {
    const scale = values.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-9);
    const worst = values.reduce(
      (top, value, i) => Math.max(top, Math.abs(value - Number(actual[name]?.[i]))),
      0,
    );
    expect(worst / scale, name).toBeLessThan(tolerance);
  }
}

describe("blocked convolutions", () => {
  it.each([
    ["square", { x: [3, 16, 8, 8], w: [32, 16, 3, 3] }, { padding: 1 }],
    ["strided", { x: [2, 32, 9, 8], w: [16, 32, 3, 3] }, { stride: 2, padding: 1 }],
    ["one by one", { x: [2, 48, 5, 7], w: [16, 48, 1, 1] }, { stride: 2 }],
    ["dilated", { x: [2, 16, 9, 10], w: [32, 16, 3, 2] }, { dilation: 2, padding: 2 }],
    ["from pictures", { x: [2, 3, 8, 8], w: [32, 3, 3, 3] }, { padding: 1 }],
  ])("%s: value and gradients equal the reference", async (_, shapes, options) => {
    await expectReference(outputsOf(shapes, options), 1e-5);
  });
});

describe("Winograd's filtering", () => {
  it.each([
    ["one tile", { x: [32, 64, 4, 4], w: [64, 64, 3, 3] }, { padding: 1 }],
    ["whole tiles", { x: [8, 64, 8, 8], w: [80, 64, 3, 3] }, { padding: 1 }],
    ["broken tiles, not square", { x: [6, 72, 7, 10], w: [64, 72, 3, 3] }, { padding: 1 }],
    ["no padding", { x: [9, 64, 8, 9], w: [64, 64, 3, 3] }, {}],
    ["wide padding", { x: [9, 64, 6, 5], w: [64, 64, 3, 3] }, { padding: 2 }],
  ])("%s: value and gradients equal the reference", async (_, shapes, options) => {
    const outputs = outputsOf(shapes, options);
    const convolutions = (contrib: boolean) =>
      new TextDecoder("latin1")
        .decode(compile(program({ y: outputs.y }), { contrib }).model)
        .includes("/Conv_");
    expect(convolutions(true)).toBe(false);
    expect(convolutions(false)).toBe(true);
    await expectReference(outputs, 2e-5);
  });
});
