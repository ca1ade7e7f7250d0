import fc from "fast-check";
import { expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { findLoop, type Loop } from "./index.js";

/** By the definition: for every period, go back as long as tokens are those a period later. */
function slowly(tokens: readonly number[], times: number): Loop | undefined {
  for (let period = 1; period * times <= tokens.length; period++) {
    let start = tokens.length - period;
    while (start > 0 && tokens[start - 1] === tokens[start - 1 + period]) start--;
    const whole = Math.floor((tokens.length - start) / period);
    if (whole >= times) return { start, period, times: whole };
  }
  return undefined;
}

it("finds the loop that a text ends in, also where the last time is cut short", () => {
  expect(findLoop([9, 8, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1])).toEqual({ start: 2, period: 3, times: 3 });
  expect(findLoop([5, 5, 5])).toEqual({ start: 0, period: 1, times: 3 });
  expect(findLoop([1, 2, 1, 2])).toBeUndefined();
  expect(findLoop([1, 2, 1, 2], { times: 2 })).toEqual({ start: 0, period: 2, times: 2 });
  // What was left again is none.
  expect(findLoop([1, 1, 1, 1, 2])).toBeUndefined();
  expect(findLoop([])).toBeUndefined();
  expect(() => findLoop([1, 1, 1], { times: 1 })).toThrow(ConfigError);
});

it("finds what the definition does", () => {
  const looped = fc
    .tuple(
      fc.array(fc.nat(2), { maxLength: 8 }),
      fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(4),
    )
    .map(([before, unit, times, rest]) => [
      ...before,
      ...Array.from({ length: times }, () => unit).flat(),
      ...unit.slice(0, rest),
    ]);
  const some = fc.oneof(fc.array(fc.nat(1), { maxLength: 30 }), looped);
  fc.assert(
    fc.property(some, fc.integer({ min: 2, max: 4 }), (tokens, times) => {
      expect(findLoop(tokens, { times })).toEqual(slowly(tokens, times));
    }),
    { numRuns: 2000 },
  );
});
