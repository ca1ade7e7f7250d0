import { expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import { input, sum } from "../tensor/index.js";
import { frozenUntil, ramp } from "./schedule-in-step.js";

it("ramps in the first part of training, and lets parameters go after it", async () => {
  const engine = inlineEngine();
  const [progress, parameter] = [input("progress", []), input("parameter", [2])];
  const [slope] = gradient(sum(frozenUntil(parameter, progress, 0.25)), [parameter]);
  const outputs = new Map([
    ["ramp", ramp(progress, { from: 4, to: 2, until: 0.5 })],
    ["none", ramp(progress, { from: 4, to: 2, until: 0 })],
    ["value", frozenUntil(parameter, progress, 0.25)],
    ["slope", slope!],
  ]);
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const at = async (now: number) => {
    const results = await program.run({ progress: Float32Array.of(now), parameter: Float32Array.of(7, 8) });
    expect([...results.value!]).toEqual([7, 8]);
    return [results.ramp![0], results.slope![0]];
  };
  expect(await at(0)).toEqual([4, 0]);
  expect(await at(0.125)).toEqual([3.5, 0]);
  expect(await at(0.5)).toEqual([2, 1]);
  expect(await at(1)).toEqual([2, 1]);
  const { none } = await program.run({ progress: Float32Array.of(0.01), parameter: Float32Array.of(7, 8) });
  expect(none![0]).toBe(2);
  await engine.dispose();
});
