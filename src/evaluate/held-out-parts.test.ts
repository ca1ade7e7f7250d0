import { expect, it } from "vitest";
import { heldOutParts } from "./held-out-parts.js";

it("holds every row out once, with others of its class to fit to; a class of one row never", () => {
  const labels = Int32Array.from([0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 3, 3, 3]);
  const cuts = heldOutParts(labels, 5, 3);
  expect(cuts.flatMap(({ heldOut }) => heldOut).sort((a, b) => a - b)).toEqual(
    [...labels.keys()].filter((row) => labels[row] !== 2),
  );
  for (const { fit, heldOut } of cuts) {
    expect(new Set([...fit, ...heldOut]).size).toBe(labels.length);
    expect(fit.length + heldOut.length).toBe(labels.length);
    for (const row of heldOut) expect(fit.some((other) => labels[other] === labels[row])).toBe(true);
  }
  expect(heldOutParts(labels, 5, 3)).toEqual(cuts);
  expect(heldOutParts(labels, 5, 4)).not.toEqual(cuts);
});

it("holds one fifth of many rows out, of at most 10,000, and nothing where no class has two", () => {
  const [cut, ...others] = heldOutParts(
    Int32Array.from({ length: 30_000 }, (_, i) => i % 4),
    4,
    0,
  );
  expect(others).toEqual([]);
  expect([cut!.heldOut.length, cut!.fit.length]).toEqual([2000, 8000]);
  expect(heldOutParts(Int32Array.from([0, 1, 2]), 3, 0)).toEqual([]);
});
