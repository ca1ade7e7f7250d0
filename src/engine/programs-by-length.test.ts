import { afterAll, describe, expect, it } from "vitest";
import { EngineError } from "../errors.js";
import { gradient } from "../grad/index.js";
import type { Program } from "../graph/index.js";
import { randomKey, uniform } from "../random/index.js";
import { add, input, matmul, mean, mul, square, sub, tanh } from "../tensor/index.js";
import { entry, program, state } from "./engine.suite.js";
import { type Engine, evaluate, inlineEngine, ProgramsByLength } from "./index.js";

const inner = inlineEngine();
afterAll(() => inner.dispose());

/** An engine that writes down what it is asked to build and to give up. */
function watched(): { engine: Engine; events: string[] } {
  const events: string[] = [];
  const engine: Engine = {
    ...inner,
    async load(one, options) {
      events.push(`load ${options.name}`);
      const loaded = await inner.load(one, options);
      return {
        ...loaded,
        dispose: () => {
          events.push(`dispose ${options.name}`);
          return loaded.dispose();
        },
      };
    },
  };
  return { engine, events };
}

/** A step of momentum on inputs `[length, 2]`, with draws. */
function step(length: number): Program {
  const [w, momentum] = [state("w", [2, 1]), state("momentum", [2, 1])];
  const x = add(input("x", [length, 2]), uniform(randomKey("noise"), [length, 2]));
  const loss = mean(square(sub(tanh(matmul(x, w)), 0.5)));
  const next = add(mul(momentum, 0.9), gradient(loss, [w])[0]!);
  return program({ loss }, { momentum: next, w: sub(w, mul(next, 0.1)) });
}
const first = () => [
  { ...entry("w", 0.3, -0.2), shape: [2, 1] },
  { ...entry("momentum", 0, 0), shape: [2, 1] },
];
const given = (length: number, at: number) =>
  Float32Array.from({ length: 2 * length }, (_, i) => Math.sin(at + 1.3 * i));

describe("ProgramsByLength", () => {
  const order = [3, 5, 3, 7, 5, 3, 7, 7, 2, 3];

  it("moves shared state on through lengths as plain evaluation does, and as with all of them kept", async () => {
    const results: number[][] = [];
    for (const most of [1, 2, 10]) {
      const store = await inner.createStore(first());
      const programs = new ProgramsByLength({ engine: inner, store, trace: step, most });
      const losses: number[] = [];
      for (const [at, length] of order.entries()) {
        const { loss } = await programs.run(length, { x: given(length, at) }, { seed: 4, step: at });
        losses.push(Number(loss![0]));
      }
      const states = (await store.read()).flatMap(({ data }) => Array.from(data, Number));
      results.push([...losses, ...states]);
      await programs.dispose();
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const held: Record<string, ArrayLike<number>> = { w: [0.3, -0.2], momentum: [0, 0] };
    const losses = order.map((length, at) => {
      const feeds = { ...held, x: given(length, at) };
      const { outputs, updates } = evaluate(step(length), feeds, { seed: 4, step: at });
      Object.assign(held, updates);
      return outputs.loss![0]!;
    });
    [...losses, ...Array.from(held.w!), ...Array.from(held.momentum!)].forEach((value, i) => {
      expect(results[0]![i]).toBeCloseTo(value, 5);
    });
  });

  it("builds a length when it is first met, and gives up the one that was used least recently", async () => {
    const { engine, events } = watched();
    const store = await engine.createStore(first());
    const programs = new ProgramsByLength({ engine, store, trace: step, most: 2, name: "step" });
    for (const length of [3, 5, 3, 7, 3, 5]) await programs.run(length, { x: given(length, 0) });
    expect(events).toEqual([
      "load step of 3",
      "load step of 5",
      "dispose step of 5",
      "load step of 7",
      "dispose step of 7",
      "load step of 5",
    ]);
    expect(programs.compiled).toEqual([3, 5]);
    await programs.dispose();
    expect(events.slice(-2)).toEqual(["dispose step of 3", "dispose step of 5"]);
    expect(programs.compiled).toEqual([]);
  });

  it("loses no step when runs are started together, and goes on after one that failed", async () => {
    const { engine, events } = watched();
    const store = await engine.createStore([entry("total", 0)]);
    const count = (length: number) => {
      const total = state("total", [1]);
      return program({ before: total }, { total: add(total, mul(mean(input("x", [length])), length)) });
    };
    const programs = new ProgramsByLength({ engine, store, trace: count, most: 1 });
    const ones = (length: number) => programs.run(length, { x: new Float32Array(length).fill(1) });
    const befores = await Promise.all([2, 3, 2, 2, 4].map(ones));
    expect(befores.map(({ before }) => before![0])).toEqual([0, 2, 5, 7, 9]);
    expect(events.filter((event) => event.startsWith("load"))).toHaveLength(4);
    await expect(programs.run(4, { x: new Float32Array(3) })).rejects.toThrow(EngineError);
    expect((await ones(4)).before![0]).toBe(13);
    await programs.dispose();
  });

  it("can build later what could not be built at first", async () => {
    const store = await inner.createStore([]);
    const programs = new ProgramsByLength({ engine: inner, store, trace: step });
    await expect(programs.run(2, { x: given(2, 0) })).rejects.toThrow("which the store does not hold");
    expect(programs.compiled).toEqual([]);
    await store.write(first());
    expect((await programs.run(2, { x: given(2, 0) })).loss).toHaveLength(1);
    await programs.dispose();
  });

  it("pads to the next of its lengths, and says what there is", async () => {
    const store = await inner.createStore(first());
    const programs = new ProgramsByLength({ engine: inner, store, trace: step, lengths: [8, 2, 4] });
    expect([1, 2, 3, 4, 5, 8].map((length) => programs.lengthFor(length))).toEqual([2, 2, 4, 4, 8, 8]);
    expect(() => programs.lengthFor(9)).toThrow(
      "There are programs for lengths up to 8; got 9. Cut the input, or add a length.",
    );
    await expect(programs.run(3, { x: given(3, 0) })).rejects.toThrow(
      "There is no program for length 3: pad to 4.",
    );
    for (const wrong of [{ most: 0 }, { lengths: [2, 2.5] }])
      expect(() => new ProgramsByLength({ engine: inner, store, trace: step, ...wrong })).toThrow(
        EngineError,
      );
  });
});
