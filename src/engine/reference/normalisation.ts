import { type Kernel, positionOf, type ReferenceArray } from "./kernel.js";

/** Mean and biased variance of the elements of each group. */
function moments({ data }: ReferenceArray, groups: number, groupOf: (flat: number) => number) {
  const mean = new Float64Array(groups);
  const variance = new Float64Array(groups);
  const count = data.length / groups;
  data.forEach((value, i) => {
    mean[groupOf(i)]! += value / count;
  });
  data.forEach((value, i) => {
    variance[groupOf(i)]! += (value - mean[groupOf(i)]!) ** 2 / count;
  });
  return { mean, variance };
}

const batchNorm: Kernel<"batchNorm"> = ([x, gamma, beta], { epsilon }) => {
  const channel = (flat: number) => positionOf(flat, x.shape)[1]!;
  const { mean, variance } = moments(x, x.shape[1]!, channel);
  const y = x.data.map((value, i) => {
    const c = channel(i);
    return ((value - mean[c]!) / Math.sqrt(variance[c]! + epsilon)) * gamma.data[c]! + beta.data[c]!;
  });
  return [y, mean, variance];
};

const layerNorm: Kernel<"layerNorm"> = ([x, gamma, beta], { epsilon }) => {
  const width = x.shape.at(-1)!;
  const row = (flat: number) => Math.floor(flat / width);
  const { mean, variance } = moments(x, x.data.length / width, row);
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const y = x.data.map(
    (value, i) => (value - mean[row(i)]!) * inverse[row(i)]! * gamma.data[i % width]! + beta.data[i % width]!,
  );
  return [y, mean, inverse];
};

const channelAffine: Kernel<"channelAffine"> = ([x, scale, shift]) => [
  x.data.map((value, i) => {
    const channel = positionOf(i, x.shape)[1]!;
    return value * scale.data[channel]! + shift.data[channel]!;
  }),
];

export const normalisationKernels = { batchNorm, layerNorm, channelAffine };
