/** The engine in its worker thread: same bits as on the calling thread, and an end that leaves nobody waiting. */
import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { EngineError } from "../errors.js";
import { gradient } from "../grad/index.js";
import { bernoulli, normal, randomKey } from "../random/index.js";
import {
  conv2d,
  gelu,
  input,
  layerNormalise,
  matmul,
  mean,
  mul,
  relu,
  reshape,
  square,
  sub,
} from "../tensor/index.js";
import { accumulate, entry, program, state } from "./engine.suite.js";
import { type Engine, inlineEngine, nodeEngine } from "./index.js";

/** A small training step with draws: convolution, norm, product, gradients, descent. */
function trainingStep() {
  const key = randomKey("step");
  const x = mul(input("x", [4, 2, 8, 8]), bernoulli(key.child("mask"), 0.7, [4, 2, 8, 8]));
  const [kernel, gamma, beta, weight] = [
    state("kernel", [8, 2, 3, 3]),
    state("gamma", [128]),
    state("beta", [128]),
    state("weight", [128, 10]),
  ];
  const features = reshape(relu(conv2d(x, kernel, { stride: 2, padding: 1 })), [4, 128]);
  const y = gelu(matmul(layerNormalise(features, gamma, beta), weight));
  const loss = mean(square(sub(y, normal(key.child("target"), [4, 10]))));
  const parameters = { kernel, gamma, beta, weight };
  const slopes = gradient(loss, Object.values(parameters));
  const updates = Object.entries(parameters).map(
    ([name, value], i) => [name, sub(value, mul(slopes[i]!, 0.1))] as const,
  );
  return program({ loss }, Object.fromEntries(updates));
}

const ramp = (name: string, shape: readonly number[], scale: number) => {
  const data = Float32Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, i) => Math.sin(i * 1.7) * scale,
  );
  return { name, dtype: "float32" as const, shape, data };
};

async function train(engine: Engine) {
  const store = await engine.createStore([
    ramp("kernel", [8, 2, 3, 3], 0.5),
    ramp("gamma", [128], 1),
    ramp("beta", [128], 0.1),
    ramp("weight", [128, 10], 0.2),
  ]);
  const step = await engine.load(trainingStep(), { store, name: "step" });
  const losses: number[] = [];
  for (let i = 0; i < 6; i++) {
    const { loss } = await step.run({ x: ramp("x", [4, 2, 8, 8], 1).data }, { seed: 7, step: i });
    losses.push(Number(loss![0]));
  }
  const entries = await store.read();
  await engine.dispose();
  return { losses, entries };
}

/** The files that a source file loads, itself among them; types load nothing. */
function loads(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const source = readFileSync(file, "utf8");
  for (const [, path] of source.matchAll(/^(?:import|export) (?!type )[^;]*? from "(\.[^"]+)\.js";$/gm)) {
    loads(resolve(dirname(file), `${path}.ts`), found);
  }
  return found;
}

describe("worker engine", () => {
  it("loads nothing that writes programs or compiles them, so that it starts in a moment", () => {
    const src = fileURLToPath(new URL("..", import.meta.url));
    const files = [...loads(`${src}engine/worker.ts`)].map((file) => relative(src, file));
    expect(files).toContain("engine/core.ts");
    expect(files.filter((file) => /^(onnx|grad|nn)\//.test(file))).toEqual([]);
  });

  it("gives the bits of the inline engine, run after run", async () => {
    const here = await train(inlineEngine());
    const there = await train(nodeEngine({ threads: 1 }));
    expect(there).toEqual(here);
    expect(await train(nodeEngine({ threads: 1 }))).toEqual(here);
    expect(here.losses.every((loss) => Number.isFinite(loss))).toBe(true);
    expect(new Set(here.losses).size).toBe(6);
  });

  it("repeats its bits with two threads", async () => {
    expect(await train(nodeEngine({ threads: 2 }))).toEqual(await train(nodeEngine({ threads: 2 })));
  });

  it("passes errors on as EngineError and goes on working", async () => {
    const engine = nodeEngine({ threads: 1 });
    const store = await engine.createStore([entry("total", 1, 2)]);
    const step = await engine.load(accumulate(), { store });
    const wrong = step.run({ x: Float32Array.of(1) });
    await expect(wrong).rejects.toThrow(EngineError);
    await expect(wrong).rejects.toThrow(
      "Input rate of float32[] needs a Float32Array of 1 elements; got none.",
    );
    await step.run({ x: Float32Array.of(1, 1), rate: Float32Array.of(1) });
    expect((await store.read())[0]?.data).toEqual(Float32Array.of(2, 3));
    expect(step.facts.nodes).toBeGreaterThan(0);
    await engine.dispose();
  });

  it("answers every call when disposed: those before finish, those after are rejected", async () => {
    const engine = nodeEngine({ threads: 1 });
    const store = await engine.createStore([entry("total", 1, 2)]);
    const step = await engine.load(accumulate(), { store });
    const feeds = { x: Float32Array.of(1, 1), rate: Float32Array.of(1) };
    const before = Array.from({ length: 5 }, () => step.run(feeds));
    const end = engine.dispose();
    const pending = step.run(feeds);
    pending.catch(() => undefined);
    await end;
    expect(await Promise.all(before)).toHaveLength(5);
    await expect(pending).rejects.toThrow(EngineError);
    await expect(step.run(feeds)).rejects.toThrow("disposed");
    await engine.dispose();
  });
});
