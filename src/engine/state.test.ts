/** State: two buffer sets, several programs over one store, reading and writing from outside. */
import { afterAll, describe, expect, it } from "vitest";
import { add, constant, mul, neg, sub } from "../tensor/index.js";
import { accumulate, entry, program, state } from "./engine.suite.js";
import { inlineEngine, type Store } from "./index.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());
const values = async (store: Store, name: string) => [...((await store.read([name]))[0]?.data ?? [])];

describe("state", () => {
  it("advances at each run, and outputs see the value before", async () => {
    const store = await engine.createStore([entry("total", 1, 2)]);
    const step = await engine.load(accumulate(), { store });
    const befores: unknown[] = [];
    for (let i = 0; i < 5; i++) {
      const { before } = await step.run({ x: Float32Array.of(1, 10), rate: Float32Array.of(2) });
      befores.push([...before!]);
    }
    expect(befores).toEqual([
      [1, 2],
      [3, 22],
      [5, 42],
      [7, 62],
      [9, 82],
    ]);
    expect(await values(store, "total")).toEqual([11, 102]);
  });

  it("is updated all at once: two states can change places", async () => {
    const store = await engine.createStore([entry("a", 1), entry("b", 2)]);
    const swap = await engine.load(program({}, { a: state("b", [1]), b: state("a", [1]) }), { store });
    await swap.run({});
    expect([await values(store, "a"), await values(store, "b")]).toEqual([[2], [1]]);
    await swap.run({});
    await swap.run({});
    expect([await values(store, "a"), await values(store, "b")]).toEqual([[2], [1]]);
  });

  it("can become a constant, and one value can go to several places", async () => {
    const store = await engine.createStore([entry("a", 1), entry("b", 2)]);
    const next = neg(state("a", [1]));
    const loaded = await engine.load(
      program({ x: next, y: next, c: constant([4], [1]) }, { a: next, b: next }),
      { store },
    );
    const outputs = await loaded.run({});
    expect([outputs.x, outputs.y, outputs.c].map((data) => [...data!])).toEqual([[-1], [-1], [4]]);
    expect([await values(store, "a"), await values(store, "b")]).toEqual([[-1], [-1]]);
    const reset = await engine.load(program({}, { b: constant([7], [1]) }), { store });
    await reset.run({});
    expect(await values(store, "b")).toEqual([7]);
  });

  it("is shared by programs in whatever order they run", async () => {
    const store = await engine.createStore([entry("w", 1)]);
    const w = state("w", [1]);
    const double = await engine.load(program({}, { w: mul(w, 2) }), { store });
    const increase = await engine.load(program({}, { w: add(w, 1) }), { store });
    const look = await engine.load(program({ w: mul(w, 10) }), { store });
    const order = [double, increase, increase, double, increase, double, double];
    for (const step of order) await step.run({});
    expect([...(await look.run({})).w!]).toEqual([((1 * 2 + 1 + 1) * 2 + 1) * 4 * 10]);
    await double.dispose();
    await increase.run({});
    expect(await values(store, "w")).toEqual([37]);
  });

  it("can be written between runs, also after an odd number of them", async () => {
    const store = await engine.createStore([entry("w", 1)]);
    const step = await engine.load(program({}, { w: add(state("w", [1]), 1) }), { store });
    await step.run({});
    await store.write([entry("w", 10), entry("new", 3)]);
    await step.run({});
    expect(await values(store, "w")).toEqual([11]);
    expect((await store.read()).map(({ name }) => name)).toEqual(["w", "new"]);
  });

  it("is a copy when read and when written", async () => {
    const mine = entry("w", 1);
    const store = await engine.createStore([mine]);
    mine.data[0] = 5;
    const [read] = await store.read();
    read!.data[0] = 6;
    expect(await values(store, "w")).toEqual([1]);
  });

  it("does not move when a run fails", async () => {
    const store = await engine.createStore([entry("total", 1, 2)]);
    const step = await engine.load(accumulate(), { store });
    await expect(step.run({ x: Float32Array.of(1, 1) })).rejects.toThrow();
    expect(await values(store, "total")).toEqual([1, 2]);
  });

  it("loses no update when runs are started together", async () => {
    const store = await engine.createStore([entry("w", 0)]);
    const step = await engine.load(program({}, { w: add(state("w", [1]), 1) }), { store });
    await Promise.all(Array.from({ length: 20 }, () => step.run({})));
    expect(await values(store, "w")).toEqual([20]);
  });

  it("of two stores stays apart", async () => {
    const [one, two] = [await engine.createStore([entry("w", 1)]), await engine.createStore([entry("w", 5)])];
    const next = program({}, { w: sub(state("w", [1]), 1) });
    const loaded = await engine.load(next, { store: one });
    await loaded.run({});
    expect([await values(one, "w"), await values(two, "w")]).toEqual([[0], [5]]);
  });
});
