import { describe, expect, it } from "vitest";
import type { EvaluationRow } from "./evaluation.js";
import { pairedGains } from "./gains.js";
import { summarise } from "./summary.js";
import { protocolNote, spreadNote, verdicts } from "./verdicts.js";

const layers = { pretrained: "embedding", untrained: "embedding", plain: "raw pixels", scratch: "encoder" };
const row = (
  arm: EvaluationRow["arm"],
  probe: EvaluationRow["probe"],
  seed: number,
  accuracy: number,
  budget = "10/class",
): EvaluationRow => ({
  ...{ arm, probe, budget, seed, accuracy, labels: budget === "all" ? 1000 : 30 },
  layer: probe === "fine-tune" ? "encoder" : layers[arm],
});
const told = (rows: readonly EvaluationRow[], testSamples = 400) =>
  verdicts({ summary: summarise(rows), gains: pairedGains(rows), testSamples });

describe("verdicts", () => {
  it("compare fine-tuning with scratch, and a probe with the best baseline", () => {
    const rows = [
      row("pretrained", "linear", 0, 0.8),
      row("pretrained", "linear", 1, 0.9),
      row("plain", "linear", 0, 0.6),
      row("plain", "linear", 1, 0.66),
      row("untrained", "linear", 0, 0.5),
      row("untrained", "linear", 1, 0.5),
      row("pretrained", "knn", 0, 0.99),
      row("pretrained", "fine-tune", 0, 0.8),
      row("pretrained", "fine-tune", 1, 0.82),
      row("scratch", "fine-tune", 0, 0.79),
      row("scratch", "fine-tune", 1, 0.81),
    ];
    expect(told(rows)).toEqual([
      "With 10/class labels, pretrained, fine-tuned: no clear difference, 81.0 ± 1.4 % against 80.0 ± 1.4 % (training from scratch): +1.0 ± 0.0 points.",
      "With 10/class labels, pretrained, linear probe: pretraining helped, 85.0 ± 7.1 % against 63.0 ± 4.2 % (raw pixels, linear probe, the best baseline): +22.0 ± 2.8 points.",
    ]);
    const thousands = told(rows, 100_000)[0];
    expect(thousands).toContain("pretraining helped");
  });

  it("take kNN of raw pixels for the best baseline where their probe is worse", () => {
    const rows = [
      row("pretrained", "linear", 0, 0.743),
      row("plain", "linear", 0, 0.687),
      row("plain", "knn", 0, 0.742),
    ];
    expect(told(rows)[0]).toMatch(
      /no clear difference, 74\.3 % against 74\.2 % \(raw pixels, kNN, the best baseline\)/,
    );
  });

  it("say harm, use kNN where there is no probe, and nothing without a baseline", () => {
    const worse = [row("pretrained", "knn", 0, 0.2, "all"), row("plain", "knn", 0, 0.7, "all")];
    expect(told(worse)).toEqual([
      "With all labels, pretrained, kNN: pretraining did harm, 20.0 % against 70.0 % (raw pixels, kNN, the best baseline): −50.0 points.",
    ]);
    expect(told(worse.slice(0, 1))).toEqual([]);
  });

  it("do not pick whatever use of the encoder did best on the test samples", () => {
    // 0.95 of the projection, 0.7 of the embedding.
    const rows = [
      { ...row("pretrained", "linear", 0, 0.95), layer: "projection" },
      row("pretrained", "linear", 0, 0.7),
      row("plain", "linear", 0, 0.7),
    ];
    expect(told(rows)[0]).toContain("no clear difference, 70.0 % against 70.0 %");
  });
});

it("says what ± stands for, and what is not in it", () => {
  const rows = [row("plain", "knn", 0, 0.5), row("plain", "knn", 1, 0.5)];
  expect(spreadNote({ rows })).toMatch(
    /^± is the standard deviation over 2 draws of labels, .* pretrained once/,
  );
  expect(spreadNote({ rows: rows.slice(0, 1) })).toContain("there is no ±");
});

it("says how fine-tuning and scratch were trained", () => {
  const protocol = { steps: 400, batchSize: 32, learningRate: 0.003 };
  const rows = [
    { ...row("pretrained", "fine-tune", 0, 0.5), protocol },
    { ...row("scratch", "fine-tune", 0, 0.5, "all"), protocol: { ...protocol, steps: 600, batchSize: 64 } },
  ];
  expect(protocolNote({ rows })).toMatch(
    /from a classifier that starts at zero, .* rate of 0.003, .* 400 steps of 32 samples with 10\/class labels, 600 steps of 64 samples with all labels\./,
  );
  expect(protocolNote({ rows: [row("plain", "knn", 0, 1)] })).toBeNull();
});
