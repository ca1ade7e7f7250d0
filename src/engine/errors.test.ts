/** What the engine says when it is used wrongly. */
import { afterAll, describe, expect, it } from "vitest";
import { EngineError } from "../errors.js";
import { add, cast, constant, gather, input, reshape, tracingAt } from "../tensor/index.js";
import { accumulate, entry, program, state } from "./engine.suite.js";
import { evaluate, inlineEngine } from "./index.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EngineError);
  return (error as EngineError).message;
}

describe("engine errors", () => {
  it("name state that the store does not hold", async () => {
    const store = await engine.createStore([entry("other", 1)]);
    expect(await failure(engine.load(accumulate(), { store }))).toBe(
      "The program reads state total, which the store does not hold.",
    );
    const writes = program({}, { gone: constant([1], [1]) });
    expect(await failure(engine.load(writes, { store }))).toBe(
      "The program updates state gone, which the store does not hold.",
    );
    expect(await failure(store.read(["gone"]))).toBe("There is no state called gone.");
  });

  it("show both types of state that does not fit", async () => {
    const store = await engine.createStore([entry("total", 1, 2, 3)]);
    expect(await failure(engine.load(accumulate(), { store }))).toBe(
      "The program reads state total as float32[2]; the store holds float32[3].",
    );
    const turned = program({}, { total: reshape(state("total", [3]), [3, 1]) });
    expect(await failure(engine.load(turned, { store }))).toBe(
      "The program updates state total as float32[3, 1]; the store holds float32[3].",
    );
    const other = program({}, { total: cast(state("total", [3]), "int32") });
    expect(await failure(engine.load(other, { store }))).toContain("as int32[3]; the store holds float32[3]");
    expect(await failure(store.write([entry("total", 1)]))).toBe(
      "State total of float32[3] needs a Float32Array of 3 elements; got a Float32Array of 1.",
    );
    expect(await failure(engine.createStore([{ ...entry("w", 1), shape: [2, 2] }]))).toContain(
      "of 4 elements",
    );
  });

  it("show the size and class that an input needs", async () => {
    const store = await engine.createStore([entry("total", 1, 2)]);
    const step = await engine.load(accumulate(), { store });
    const rate = Float32Array.of(1);
    expect(await failure(step.run({ rate }))).toBe(
      "Input x of float32[2] needs a Float32Array of 2 elements; got none.",
    );
    expect(await failure(step.run({ rate, x: new Float32Array(3) }))).toContain("got a Float32Array of 3");
    expect(await failure(step.run({ rate, x: new Int32Array(2) }))).toContain("got a Int32Array of 2");
  });

  it("tell what was disposed, and refuse the store of another engine", async () => {
    const store = await engine.createStore([entry("total", 1, 2)]);
    const step = await engine.load(accumulate(), { store });
    await step.dispose();
    expect(await failure(step.run({}))).toContain("was disposed");
    const other = inlineEngine();
    await other.createStore([entry("total", 1, 2)]);
    expect(await failure(other.load(accumulate(), { store }))).toContain("belongs to another engine");
    await store.dispose();
    expect(await failure(store.read())).toContain("was disposed");
    await other.dispose();
  });

  it("carry what ONNX Runtime says, with the layer's path", async () => {
    const store = await engine.createStore();
    const x = input("x", [1], "float32");
    const outside = tracingAt("encoder/words", () => gather(x, constant(Int32Array.of(7), [1])));
    const message = await failure(
      engine
        .load(program({ y: add(outside, x) }), { store })
        .then((loaded) => loaded.run({ x: Float32Array.of(1) })),
    );
    expect(message).toMatch(
      /ONNX Runtime could not (run|build a session for) the program: .*encoder\/words\/Gather/s,
    );
  });
});

describe("reference evaluator", () => {
  it("says which input is missing or has the wrong size", () => {
    expect(() => evaluate(accumulate(), { total: [1, 2], x: [1, 2] })).toThrow(
      "The program expects input rate with 1 elements; got none.",
    );
    expect(() => evaluate(accumulate(), { total: [1, 2], x: [1], rate: [1] })).toThrow("got 1");
  });

  it("gives outputs and the next state, from state among the feeds", () => {
    const { outputs, updates } = evaluate(accumulate(), { total: [1, 2], x: [3, 4], rate: [2] });
    expect(outputs).toEqual({ before: Float64Array.of(1, 2) });
    expect(updates).toEqual({ total: Float64Array.of(7, 10) });
  });
});
