import { describe, expect, it } from "vitest";
import { constant } from "../tensor/index.js";
import { runTensors } from "./run-tensors.suite.js";
import { natsEach, textLoss, textSurprise } from "./token-costs.js";

const [n, k, d, v] = [3, 4, 2, 5];
const states = Array.from({ length: n * k * d }, (_, i) => Math.sin(1 + 3 * i));
const table = Array.from({ length: v * d }, (_, i) => Math.cos(2 + 5 * i));
const bias = Array.from({ length: v }, (_, i) => Math.sin(i));
const targets = [0, 4, -1, 2, -1, -1, 3, -1, -1, -1, -1, -1];
const scored = {
  states: constant(states, [n, k, d]),
  table: constant(table, [v, d]),
  bias: constant(bias, [v]),
};
const wanted = constant(Int32Array.from(targets), [n, k]);

function costOf(place: number): { readonly nats: number; readonly right: boolean } {
  const logits = Array.from(
    { length: v },
    (_, id) => bias[id]! + states[place * d]! * table[id * d]! + states[place * d + 1]! * table[id * d + 1]!,
  );
  const label = targets[place]!;
  const nats = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[label]!;
  return { nats, right: logits.indexOf(Math.max(...logits)) === label };
}

describe("what tokens cost", () => {
  const costs = targets.map((target, place) => (target < 0 ? null : costOf(place)));
  const ofText = (text: number) => costs.slice(text * k, (text + 1) * k).flatMap((cost) => cost ?? []);

  it("is the mean over texts of their means; texts without a target count nothing", async () => {
    const { loss, metrics } = textLoss(scored, wanted);
    const read = await runTensors({ loss, ...metrics });
    const mean = (all: readonly { nats: number }[]) =>
      all.reduce((sum, { nats }) => sum + nats, 0) / all.length;
    const expected = (mean(ofText(0)) + mean(ofText(1))) / n;
    expect(read("loss")[0]).toBeCloseTo(expected, 5);
    expect(read("perplexity")[0]).toBeCloseTo(Math.exp(expected), 4);
    const known = costs.flatMap((cost) => cost ?? []);
    expect(read("accuracy")[0]).toBeCloseTo(known.filter(({ right }) => right).length / known.length, 6);
  });

  it("is told of each text, summed and counted", async () => {
    const surprise = textSurprise(scored, wanted);
    const read = await runTensors({ ...surprise, each: natsEach(surprise) });
    expect(read("count")).toEqual([3, 1, 0]);
    [0, 1, 2].forEach((text) => {
      const total = ofText(text).reduce((sum, { nats }) => sum + nats, 0);
      expect(read("total")[text]).toBeCloseTo(total, 5);
      expect(read("each")[text]).toBeCloseTo(total / Math.max(1, ofText(text).length), 5);
    });
  });
});
