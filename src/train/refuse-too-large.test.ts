import { expect, it } from "vitest";
import { constantInit, Scope } from "../nn/index.js";
import { input, mul, sum } from "../tensor/index.js";
import { refuseTooLarge, type StepToWeigh } from "./refuse-too-large.js";

/** A step over a batch, with a model of a million numbers; it takes what `bytes` says. */
function step(batchSize: number, bytes: (batch: number) => number): StepToWeigh {
  const scope = Scope.root();
  scope.parameter("weight", [1000, 1000], constantInit(0));
  const batches = new Map<StepToWeigh["traced"], number>();
  const traceAt = (batch: number) => {
    const x = input("x", [batch, 1000]);
    const traced = {
      train: { outputs: new Map([["loss", sum(mul(x, x))]]), updates: new Map() },
      variables: scope.variables,
    };
    batches.set(traced, batch);
    return traced;
  };
  const weigh = (traced: StepToWeigh["traced"]) => ({
    stateBytes: 0,
    activationBytes: 0,
    peakBytes: bytes(batches.get(traced) ?? 0),
  });
  return { traced: traceAt(batchSize), batchSize, accumulate: 1, traceAt, weigh };
}

it("refuses a model that memory cannot hold four times", () => {
  const small = step(2, () => 0);
  expect(() => refuseTooLarge(small, 16e6)).not.toThrow();
  expect(() => refuseTooLarge(small, 15e6)).toThrow(
    "This model has 1,000,000 numbers of parameters and state, which take about 0.0149 GiB in training, and there are 0.014",
  );
});

it("names the largest batch that fits, where what a step takes grows faster than its batch", () => {
  const bytes = (batch: number) => 16e6 + 1e5 * batch + 100 * batch ** 2;
  const memory = 2 ** 26;
  expect(() => refuseTooLarge(step(100, bytes), memory)).not.toThrow();
  const told = (() => {
    try {
      refuseTooLarge(step(4000, bytes), memory);
      return "";
    } catch (error) {
      return String(error);
    }
  })();
  expect(told).toMatch(/A step of 4000 samples takes about 1.88 GiB .* there are 0.0625 GiB of memory/);
  const most = Number(/`batchSize` of (\d+) or fewer/.exec(told)?.[1]);
  expect(bytes(most)).toBeLessThanOrEqual(memory);
  expect(bytes(2 * most)).toBeGreaterThan(memory);
});

it("names the parts in which the same step fits, where gradients may be added up", () => {
  const bytes = (batch: number) => 16e6 + 1e5 * batch;
  const uncut = step(4000, bytes);
  // Sums of gradients take 10 MB.
  const parts = step(4000, (batch) => bytes(batch) + 1e7);
  const both = {
    ...uncut,
    cutAt: parts.traceAt,
    weigh: (traced: StepToWeigh["traced"]) => (cut.has(traced) ? parts : uncut).weigh(traced),
  };
  const cut = new Set<StepToWeigh["traced"]>();
  both.cutAt = (batch) => {
    const traced = parts.traceAt(batch);
    cut.add(traced);
    return traced;
  };
  const told = (given: StepToWeigh) => {
    try {
      refuseTooLarge(given, 2 ** 26);
      return "";
    } catch (error) {
      return String(error);
    }
  };
  const [, size, times] =
    /for the same steps: `batchSize: (\d+)` with `accumulate: (\d+)`/.exec(told(both)) ?? [];
  expect(Number(size) * Number(times)).toBeGreaterThanOrEqual(4000);
  expect(bytes(Number(size)) + 1e7).toBeLessThanOrEqual(2 ** 26);
  expect(told(uncut)).not.toContain("accumulate");
  // A step that is in parts already needs more of them.
  const [, smaller, more] =
    /`batchSize: (\d+)` with `accumulate: (\d+)`/.exec(told({ ...both, accumulate: 2 })) ?? [];
  expect(Number(smaller) * Number(more)).toBeGreaterThanOrEqual(8000);
});

it("says so where not even two samples fit", () => {
  expect(() =>
    refuseTooLarge(
      step(4000, () => 1e9),
      2 ** 26,
    ),
  ).toThrow("Not even 2 samples would fit");
});

it("does not weigh what fits whatever the order", () => {
  const light = step(8, () => {
    throw new Error("weighed");
  });
  expect(() => refuseTooLarge(light, 2 ** 30)).not.toThrow();
});
