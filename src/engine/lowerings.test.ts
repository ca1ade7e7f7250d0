/** Lowerings where size or options matter: many duplicates, threads, models without contributed operators. */
import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { apply } from "../graph/index.js";
import { compile } from "../onnx/index.js";
import { type DrawState, randomKey, uniform } from "../random/index.js";
import {
  batchNormalise,
  constant,
  conv2d,
  gather,
  gelu,
  input,
  layerNormalise,
  matmul,
  maxPool2d,
  mean,
  putAlong,
  relu,
  scatterAdd,
  sum,
  type Tensor,
} from "../tensor/index.js";
import { program } from "./engine.suite.js";
import { EngineCore, evaluate, inlineEngine, onnxRuntime, type Runtime } from "./index.js";
import { sessionOptions } from "./session-options.js";

const draws: DrawState = { seed: 1, step: 1 };
const random = (name: string, shape: readonly number[]) => uniform(randomKey(name), shape, -1, 1);

/** Outputs of the engine on several threads, twice, which must agree to the bit. */
async function runTwice(outputs: Record<string, Tensor>, threads = 4): Promise<Record<string, number[]>> {
  const results: Record<string, number[]>[] = [];
  for (let i = 0; i < 2; i++) {
    const engine = inlineEngine({ threads });
    const loaded = await engine.load(program(outputs), { store: await engine.createStore() });
    for (let j = 0; j < 3; j++) {
      const actual = await loaded.run({}, draws);
      results.push(
        Object.fromEntries(Object.entries(actual).map(([name, data]) => [name, Array.from(data, Number)])),
      );
    }
    await engine.dispose();
  }
  for (const other of results) expect(other).toEqual(results[0]);
  return results[0] ?? {};
}

function expectClose(actual: readonly number[], expected: Float64Array, tolerance = 1e-4): void {
  const scale = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 1e-3);
  const worst = expected.reduce((top, value, i) => Math.max(top, Math.abs(value - actual[i]!)), 0);
  expect(actual.length).toBe(expected.length);
  expect(worst / scale).toBeLessThan(tolerance);
}

describe("sums by index", () => {
  const few = (n: number, below: number) =>
    constant(
      Int32Array.from({ length: n }, (_, i) => (i * i + 3 * i) % below),
      [n],
    );

  it.each([
    ["rows", scatterAdd(few(4000, 3), random("rows", [4000, 5]), 7)],
    ["another axis", scatterAdd(few(1500, 4), random("axis", [3, 1500, 2]), 4, 1)],
    [
      "single elements",
      putAlong(
        constant(
          Int32Array.from({ length: 3000 }, (_, i) => i % 2),
          [1, 3000],
        ),
        random("put", [1, 3000]),
        2,
      ),
    ],
    ["one row", scatterAdd(constant(new Int32Array(5000), [5000]), random("one", [5000]), 1)],
    [
      "embedding gradient",
      gradient(sum(apply("mul", [gather(random("table", [5, 8]), few(900, 5)), random("g", [900, 8])], {})), [
        random("table", [5, 8]),
      ])[0]!,
    ],
  ])("%s: every duplicate counts, in the same order each time", async (_, value) => {
    const { y } = await runTwice({ y: value });
    expectClose(y!, evaluate(program({ y: value }), {}, draws).outputs.y!);
  });

  it("loses nothing where threads meet", async () => {
    // Large enough for the runtime to share out, and sums of whole numbers, so that order cannot excuse a difference.
    const [count, width, size] = [120_000, 16, 3];
    const y = scatterAdd(few(count, size), input("updates", [count, width]), size);
    const engine = inlineEngine({ threads: 4 });
    const loaded = await engine.load(program({ y }), { store: await engine.createStore() });
    const updates = Float32Array.from({ length: count * width }, (_, i) => i % 5);
    const expected = new Float32Array(size * width);
    updates.forEach((value, i) => {
      const row = Math.floor(i / width);
      expected[((row * row + 3 * row) % size) * width + (i % width)]! += value;
    });
    for (let i = 0; i < 10; i++) expect((await loaded.run({ updates })).y).toEqual(expected);
    await engine.dispose();
  });
});

describe("sizes that threads share", () => {
  it("gives the reference's gradients for a convolution block", async () => {
    const x = random("x", [5, 6, 15, 13]);
    const w = random("w", [8, 3, 3, 3]);
    const { y } = batchNormalise(
      conv2d(x, w, { stride: 2, padding: 1, groups: 2 }),
      random("gamma", [8]),
      random("beta", [8]),
    );
    const loss = mean(
      apply("mul", [maxPool2d(relu(y), 3, { stride: 2, padding: 1 }), random("weights", [5, 8, 4, 4])], {}),
    );
    const [dx, dw] = gradient(loss, [x, w]);
    const outputs = { loss, dx: dx!, dw: dw! };
    const actual = await runTwice(outputs);
    const expected = evaluate(program(outputs), {}, draws).outputs;
    for (const name of Object.keys(outputs)) expectClose(actual[name]!, expected[name]!, 5e-4);
  });
});

describe("weights' gradients over many rows", () => {
  it.each([
    ["wide", 6, 20],
    ["tall", 20, 6],
  ])("%s: equal the reference", async (_, from, to) => {
    const [x, w] = [random("rows", [2560, from]), random("w", [from, to])];
    const dw = gradient(mean(apply("mul", [matmul(x, w), random("weights", [2560, to])], {})), [w])[0]!;
    const { y } = await runTwice({ y: dw });
    expectClose(y!, evaluate(program({ y: dw }), {}, draws).outputs.y!);
  });
});

describe("models without contributed operators", () => {
  it("compute the same", async () => {
    const x = random("x", [2, 6, 5]);
    const y = matmul(gelu(layerNormalise(x, random("gamma", [5]), random("beta", [5]))), x, {
      transposeB: true,
    });
    const z = matmul(y, random("z", [2, 6, 3]), { transposeA: true });
    const outputs = { z, dx: gradient(sum(z), [x])[0]! };
    const graph = compile(program(outputs), { contrib: false });
    expect(new TextDecoder("latin1").decode(graph.model)).not.toContain("com.microsoft");
    expect(new TextDecoder("latin1").decode(compile(program(outputs)).model)).toContain("com.microsoft");
    const core = new EngineCore(onnxRuntime() as unknown as Runtime);
    const { id } = await core.load(graph, await core.createStore([]), sessionOptions(1));
    const actual = await core.run(id, {}, draws);
    const expected = evaluate(program(outputs), {}, draws).outputs;
    for (const name of Object.keys(outputs)) expectClose(Array.from(actual[name]!, Number), expected[name]!);
    await core.dispose();
  });
});

describe("inputs of every type", () => {
  it("reach the graph and come back", async () => {
    const inputs = {
      a: input("a", [2], "int64"),
      b: input("b", [2], "uint8"),
      c: input("c", [2], "bool"),
      d: input("d", [], "int32"),
    };
    const engine = inlineEngine();
    const loaded = await engine.load(program(inputs), { store: await engine.createStore() });
    const feeds = {
      a: BigInt64Array.of(5n, -(2n ** 40n)),
      b: Uint8Array.of(0, 255),
      c: Uint8Array.of(1, 0),
      d: Int32Array.of(-7),
    };
    expect(await loaded.run(feeds)).toEqual(feeds);
    await engine.dispose();
  });
});
