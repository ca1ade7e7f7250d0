import { describe, expect, it } from "vitest";
import { accumulate, entry } from "./engine.suite.js";
import { inlineEngine, nodeEngine } from "./index.js";
import { apart, arraysIn, ownBuffers } from "./transfer.js";

describe("arrays that are handed to an engine", () => {
  it("are moved when they are given, and copied when they are not", async () => {
    const engines = [
      { engine: nodeEngine({ threads: 1 }), isThread: true },
      { engine: inlineEngine(), isThread: false },
    ];
    for (const { engine, isThread } of engines) {
      const [mine, given] = [entry("total", 1, 2), entry("total", 3, 4)];
      const stores = [await engine.createStore([mine]), await engine.createStore([given], { give: true })];
      expect(mine.data).toEqual(Float32Array.of(1, 2));
      expect(given.data.length).toBe(isThread ? 0 : 2);
      for (const [i, store] of stores.entries()) {
        const step = await engine.load(accumulate(), { store });
        const feeds = () => ({ x: Float32Array.of(1, 1), rate: Float32Array.of(1) });
        const [kept, gone] = [feeds(), feeds()];
        await step.run(kept);
        await step.run(gone, undefined, { give: true });
        expect(kept.x).toEqual(Float32Array.of(1, 1));
        expect(gone.x.length).toBe(isThread ? 0 : 2);
        expect((await store.read())[0]?.data).toEqual(
          i === 0 ? Float32Array.of(3, 4) : Float32Array.of(5, 6),
        );
        const next = entry("total", 7, 8);
        await store.write([next], { give: true });
        expect((await store.read())[0]?.data).toEqual(Float32Array.of(7, 8));
        // A second look reads what is there, not what the first took with it.
        expect((await store.read())[0]?.data).toEqual(Float32Array.of(7, 8));
      }
      // A part of a larger array leaves the rest of it alone.
      const larger = Float32Array.of(0, 5, 6, 0);
      const part = { ...entry("total", 0, 0), data: larger.subarray(1, 3) };
      const store = await engine.createStore([part], { give: true });
      expect((await store.read())[0]?.data).toEqual(Float32Array.of(5, 6));
      expect(larger).toEqual(Float32Array.of(0, 5, 6, 0));
      await engine.dispose();
    }
  });

  it("are found in what a message holds, each memory once", () => {
    const [one, two] = [Float32Array.of(1, 2), Int32Array.of(3)];
    expect(
      arraysIn([
        { name: "a", data: one },
        { name: "b", data: two },
      ]),
    ).toEqual([one, two]);
    expect(arraysIn({ a: one, b: 3, c: null })).toEqual([one]);
    for (const nothing of [undefined, null, 7, "text"]) expect(arraysIn(nothing)).toEqual([]);
    expect(ownBuffers([one, one, two, one.subarray(1)])).toEqual([one.buffer, two.buffer]);
    expect(apart(one)).toBe(one);
    expect(apart(one.subarray(1)).buffer.byteLength).toBe(4);
  });
});
