import { expect, it } from "vitest";
import { accumulate, entry } from "./engine.suite.js";
import { type Engine, inlineEngine, loadLater } from "./index.js";

it("compiles a program when it is first run, and once", async () => {
  const inner = inlineEngine();
  let loads = 0;
  const engine: Engine = {
    ...inner,
    load: (...given) => {
      loads++;
      return inner.load(...given);
    },
  };
  const store = await engine.createStore([entry("total", 1, 2)]);
  const step = loadLater(engine, accumulate(), { store });
  expect(loads).toBe(0);
  const feeds = { x: Float32Array.of(1, 1), rate: Float32Array.of(1) };
  const both = await Promise.all([step.run(feeds), step.run(feeds)]);
  expect(both.map(({ before }) => [...before!])).toEqual([
    [1, 2],
    [2, 3],
  ]);
  expect(loads).toBe(1);
  await engine.dispose();
  await expect(loadLater(engine, accumulate(), { store }).run(feeds)).rejects.toThrow(/store was disposed/);
});
