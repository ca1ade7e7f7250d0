import type { Measured, Plan } from "./plan.js";
import type { ResultRecord } from "./records.js";

/** A measured step that takes so long. */
export const measured = (stepSeconds: number, change: Partial<Measured> = {}): Measured => ({
  stepSeconds,
  firstPhaseSeconds: 0,
  phaseSeconds: 0,
  phaseEvery: null,
  stepsPerEpoch: 10,
  batchSize: 100,
  views: 2,
  compileSeconds: 1,
  ...change,
});

/** A planned arm that was measured. */
export const arm = (name: string, own: Measured, labels = false) => ({
  name,
  method: { name, options: {} },
  recipe: {},
  augment: null,
  labels,
  measured: own,
  steps: 20,
});

/** Four arms, of which one reads labels. */
export const plan: Plan = {
  format: "unlabel-comparison-1",
  settings: {
    data: { name: "made", samples: 1000, classes: 2, digest: "0" },
    test: { heldOut: 200 },
    size: [8, 8],
    storeSize: null,
    valueRange: null,
    channels: 1,
    described: "8x8, 1 channel",
    encoder: { name: "mlp", options: {} },
    budget: "2s",
    augment: [],
    batchSize: null,
    threads: 1,
    trainLimit: 100,
    testLimit: 100,
    folds: null,
    fewLabels: 10,
    judging: null,
    fineTune: false,
  },
  reference: measured(0.1),
  arms: [
    arm("good", measured(0.2)),
    arm("flat", measured(0.1, { batchSize: 50, phaseSeconds: 0.5, phaseEvery: 10 })),
    arm("told", measured(0.05), true),
    arm("waiting", measured(0.05)),
  ],
  machine: { cpu: "made", cores: 2, memoryGiB: 1, platform: "none", versions: {} },
  started: "2020-01-01T00:00:00.000Z",
};

/** A result with everything but its kNN accuracy made up. */
export const result = (
  kind: ResultRecord["kind"],
  name: string,
  seed: number,
  knn: number,
  deviation = 1,
): ResultRecord => ({
  type: "result",
  kind,
  name,
  seed,
  knn,
  probe: knn + 0.1,
  fewKnn: null,
  fewProbe: 0.5,
  fewFineTuned: null,
  effectiveRank: 20,
  deviation,
  dimensions: 32,
  samples: 100,
  training:
    kind === "trained"
      ? { steps: 20, batchSize: 100, samples: 2000, seconds: 2.2, compileSeconds: 1, parameters: 10, loss: 1 }
      : null,
  judgeSeconds: 1,
  wallSeconds: 4,
});
