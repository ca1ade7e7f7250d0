import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { batchNorm, groupNorm, layerNorm, type Scope } from "./index.js";
import { difference, runLayer, waves } from "./layer.suite.js";

const [N, C, H, W] = [3, 4, 2, 5];
const shape = [N, C, H, W];

/** Element of an [N, C, H, W] array. */
const at = (n: number, c: number, k: number) => (n * C + c) * H * W + k;

/** Elements of one channel with mean, biased variance. */
function channel(x: Float32Array, c: number) {
  const values: number[] = [];
  for (let n = 0; n < N; n++) for (let k = 0; k < H * W; k++) values.push(x[at(n, c, k)]!);
  return statistics(values);
}

function statistics(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance, count: values.length };
}

describe("batchNorm", () => {
  const x = waves(shape).map((value, i) => 2 * value + i / 50);

  it("normalises each channel with the batch's own statistics", async () => {
    const { outputs, before } = await runLayer((scope, input) => batchNorm(scope, input), shape, [x]);
    for (let c = 0; c < C; c++) {
      const { mean, variance } = channel(x, c);
      for (let n = 0; n < N; n++) {
        for (let k = 0; k < H * W; k++) {
          const normal = (x[at(n, c, k)]! - mean) / Math.sqrt(variance + 1e-5);
          expect(outputs[0]![at(n, c, k)]).toBeCloseTo(before.scale![c]! * normal + before.shift![c]!, 4);
        }
      }
    }
  });

  it("lets running statistics follow, with the unbiased variance", async () => {
    const other = waves(shape, 2);
    const layer = await runLayer((scope, input) => batchNorm(scope, input, { momentum: 0.3 }), shape, [
      x,
      other,
    ]);
    for (let c = 0; c < C; c++) {
      let mean = layer.before.mean![c]!;
      let variance = layer.before.variance![c]!;
      for (const batch of [x, other]) {
        const now = channel(batch, c);
        mean = 0.7 * mean + 0.3 * now.mean;
        variance = 0.7 * variance + (0.3 * now.variance * now.count) / (now.count - 1);
      }
      expect(layer.after.mean![c]).toBeCloseTo(mean, 5);
      expect(layer.after.variance![c]).toBeCloseTo(variance, 5);
    }
  });

  it("uses them in inference, and leaves them alone", async () => {
    const { outputs, before, after } = await runLayer((scope, input) => batchNorm(scope, input), shape, [x], {
      training: false,
    });
    expect(after).toEqual(before);
    const expected = x.map((value, i) => {
      const c = Math.floor(i / (H * W)) % C;
      const normal = (value - before.mean![c]!) / Math.sqrt(before.variance![c]! + 1e-5);
      return before.scale![c]! * normal + before.shift![c]!;
    });
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });

  it("takes each sample by itself under perSample(), in training as in inference, and keeps no state", async () => {
    const layer = (scope: Scope, input: Tensor) => batchNorm(scope.perSample(), input);
    const { outputs, before, after } = await runLayer(layer, shape, [x]);
    const inference = await runLayer(layer, shape, [x], { training: false });
    expect(inference.outputs).toEqual(outputs);
    expect(Object.keys(before).sort()).toEqual(["scale", "shift"]);
    expect(after).toEqual(before);
    const size = C * H * W;
    const expected = x.map((value, i) => {
      const sample = Math.floor(i / size);
      const { mean, variance } = statistics([...x.subarray(sample * size, (sample + 1) * size)]);
      const c = Math.floor(i / (H * W)) % C;
      return (before.scale![c]! * (value - mean)) / Math.sqrt(variance + 1e-5) + before.shift![c]!;
    });
    expect(difference(outputs[0]!, expected)).toBeLessThan(1e-5);
  });

  it("takes vectors, and no scale where none is wanted", async () => {
    const rows = waves([6, 3], 1);
    const { outputs, before } = await runLayer(
      (scope, input) => batchNorm(scope, input, { affine: false }),
      [6, 3],
      [rows],
    );
    expect(Object.keys(before)).toEqual(["mean", "variance"]);
    for (let c = 0; c < 3; c++) {
      const { mean, variance } = statistics(Array.from({ length: 6 }, (_, n) => outputs[0]![n * 3 + c]!));
      expect(mean).toBeCloseTo(0, 5);
      expect(variance).toBeCloseTo(1, 3);
    }
  });
});

describe("layerNorm", () => {
  it("normalises each row", async () => {
    const x = waves([2, 3, 6], 1);
    const { outputs, before } = await runLayer((scope, input) => layerNorm(scope, input), [2, 3, 6], [x]);
    for (let row = 0; row < 6; row++) {
      const values = [...x.subarray(row * 6, row * 6 + 6)];
      const { mean, variance } = statistics(values);
      values.forEach((value, i) => {
        const expected =
          (before.scale![i]! * (value - mean)) / Math.sqrt(variance + 1e-5) + before.shift![i]!;
        expect(outputs[0]![row * 6 + i]).toBeCloseTo(expected, 4);
      });
    }
  });
});

describe("groupNorm", () => {
  it("normalises each group of channels of each sample", async () => {
    const x = waves(shape, 3);
    const { outputs, before } = await runLayer((scope, input) => groupNorm(scope, input, 2), shape, [x]);
    const size = (C / 2) * H * W;
    for (let group = 0; group < N * 2; group++) {
      const values = [...x.subarray(group * size, (group + 1) * size)];
      const { mean, variance } = statistics(values);
      values.forEach((value, k) => {
        const c = (group % 2) * (C / 2) + Math.floor(k / (H * W));
        const expected =
          (before.scale![c]! * (value - mean)) / Math.sqrt(variance + 1e-5) + before.shift![c]!;
        expect(outputs[0]![group * size + k]).toBeCloseTo(expected, 4);
      });
    }
  });
});
