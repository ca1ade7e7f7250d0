import * as ort from "onnxruntime-node";
import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { compile } from "../onnx/index.js";
import { randomKey, uniform } from "../random/index.js";
import { conv2d, mean, mul } from "../tensor/index.js";
import { program } from "./engine.suite.js";
import { evaluate, inlineEngine, type Runtime } from "./index.js";
import { probeBlocks } from "./probe-blocks.js";

const runtime = ort as unknown as Runtime;
const random = (name: string, shape: readonly number[]) => uniform(randomKey(name), shape, -1, 1);
const draws = { seed: 1, step: 1 };
const block = await probeBlocks(runtime);

/** A runtime whose models give what `corrupt` makes of the results. */
const withSessions = (
  run: (feeds: never, fetches: Record<string, ort.Tensor>) => Promise<unknown>,
): Runtime => ({
  Tensor: runtime.Tensor,
  InferenceSession: {
    create: async (model, options) => {
      const session = await runtime.InferenceSession.create(model, options);
      if (!new TextDecoder("latin1").decode(model).includes("nchwc")) return session;
      return { run, release: () => session.release() } as unknown as ort.InferenceSession;
    },
  },
});

describe("probing blocked convolutions", () => {
  it("gives one answer on one machine, which programs name", async () => {
    expect([0, 8, 16]).toContain(block);
    expect(await probeBlocks(runtime)).toBe(block);
    const engine = inlineEngine();
    const y = conv2d(random("x", [1, 16, 4, 4]), random("w", [16, 16, 3, 3]));
    const { facts } = await engine.load(program({ y }), { store: await engine.createStore() });
    expect(facts.block).toBe(process.arch === "x64" ? block : 0);
    await engine.dispose();
  });

  it("falls back to plain convolutions where blocked ones throw or differ", async () => {
    expect(await probeBlocks(withSessions(() => Promise.reject(new Error("no such operator"))))).toBe(0);
    expect(await probeBlocks(withSessions(async () => ({})))).toBe(0);
  });

  it("stays out of models that leave the house", () => {
    const y = conv2d(random("x", [1, 16, 4, 4]), random("w", [16, 16, 3, 3]));
    const text = (contrib: boolean) =>
      new TextDecoder("latin1").decode(compile(program({ y }), { contrib, block: 16 }).model);
    expect(text(true)).toContain("com.microsoft.nchwc");
    expect(text(false)).not.toContain("com.microsoft");
  });
});

describe("blocked convolutions", () => {
  it.each([
    ["square", { x: [3, 16, 8, 8], w: [32, 16, 3, 3] }, { padding: 1 }],
    ["strided", { x: [2, 32, 9, 8], w: [16, 32, 3, 3] }, { stride: 2, padding: 1 }],
    ["one by one", { x: [2, 48, 5, 7], w: [16, 48, 1, 1] }, { stride: 2 }],
    ["dilated", { x: [2, 16, 9, 10], w: [32, 16, 3, 2] }, { dilation: 2, padding: 2 }],
    ["from pictures", { x: [2, 3, 8, 8], w: [32, 3, 3, 3] }, { padding: 1 }],
  ])("%s: value and gradients equal the reference", async (_, shapes, options) => {
    const [x, w] = [random("x", shapes.x), random("w", shapes.w)];
    const y = conv2d(x, w, options);
    const [dx, dw] = gradient(mean(mul(y, random("weights", y.shape))), [x, w]);
    const outputs = { y, dx: dx!, dw: dw! };
    const engine = inlineEngine({ threads: 2 });
    const loaded = await engine.load(program(outputs), { store: await engine.createStore() });
    const actual = await loaded.run({}, draws);
    const expected = evaluate(program(outputs), {}, draws).outputs;
    for (const [name, values] of Object.entries(expected)) {
      const scale = values.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-6);
      const worst = values.reduce(
        (top, value, i) => Math.max(top, Math.abs(value - Number(actual[name]?.[i]))),
        0,
      );
      expect(worst / scale, name).toBeLessThan(1e-5);
    }
    await engine.dispose();
  });
});
