import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "../errors.js";
import { formatTick, linearTicks, logTicks, makeScale } from "./scale.js";

test("ticks are round numbers", () => {
  expect(linearTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(linearTicks(-3.2, 7.9, 5)).toEqual([0, 5]);
  expect(linearTicks(0.1, 0.35, 5)).toEqual([0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  expect(logTicks(1, 1e6, 8)).toEqual([1, 10, 100, 1000, 1e4, 1e5, 1e6]);
  expect(logTicks(1, 100, 8)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  expect(logTicks(1e-8, 1, 4)).toEqual([1e-8, 1e-6, 1e-4, 1e-2, 1]);
  expect(logTicks(4, 4.5, 4).length).toBeGreaterThan(1);
});

test("labels are short and exact", () => {
  expect([0, 60000, 1e6, 2.5e9, 0.2, 1e-5, -3, 1234.5].map(formatTick)).toEqual([
    "0",
    "60,000",
    "1M",
    "2.5G",
    "0.2",
    "1e-5",
    "−3",
    "1,234.5",
  ]);
});

test("a widened axis ends at ticks; others end with the data", () => {
  expect(makeScale({}, [3, 97], 5, true).domain).toEqual([0, 100]);
  expect(makeScale({}, [3, 97], 5, false).domain).toEqual([3, 97]);
  expect(makeScale({ domain: [0, 50] }, [3, 97], 5, true).domain).toEqual([0, 50]);
});

test("the logarithmic scale puts equal factors at equal distances", () => {
  const scale = makeScale({ scale: "log" }, [1, 10, 10_000], 5, false);
  expect([1, 10, 100, 1000, 10_000].map((value) => scale.at(value))).toEqual(
    [0, 0.25, 0.5, 0.75, 1].map((at) => expect.closeTo(at, 12) as number),
  );
  expect(() => makeScale({ scale: "log", label: "labels" }, [0, 1], 5, false)).toThrow(DataError);
});

test("any finite values get a few ticks, in order, inside the domain", () => {
  const value = fc.oneof(
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.float(),
    fc.constant(Number.NaN),
  );
  fc.assert(
    fc.property(
      fc.array(value, { maxLength: 6 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      (values, count, widen) => {
        const { domain, ticks, at } = makeScale({}, values, count, widen);
        expect(domain[0]).toBeLessThan(domain[1]);
        expect(ticks.length).toBeLessThan(count * 3 + 4);
        for (const [i, tick] of ticks.entries()) {
          expect(at(tick.value)).toBeGreaterThanOrEqual(-1e-6);
          expect(at(tick.value)).toBeLessThanOrEqual(1 + 1e-6);
          if (i > 0) expect(tick.value).toBeGreaterThan(ticks[i - 1]!.value);
        }
      },
    ),
    { numRuns: 300 },
  );
});
