import { type Shape, sizeOf, type Window } from "../../graph/index.js";
import { type Kernel, positionOf } from "./kernel.js";

/** Flat places of the input that the window of one output covers; padding is left out. */
function covered(output: readonly number[], input: Shape, { kernel, stride, padding }: Window): number[] {
  const [sample = 0, channel = 0, row = 0, column = 0] = output;
  const [, channels = 0, height = 0, width = 0] = input;
  const places: number[] = [];
  for (let i = 0; i < kernel[0]; i++) {
    for (let j = 0; j < kernel[1]; j++) {
      const r = row * stride[0] + i - padding[0];
      const s = column * stride[1] + j - padding[1];
      if (r >= 0 && r < height && s >= 0 && s < width)
        places.push(((sample * channels + channel) * height + r) * width + s);
    }
  }
  return places;
}

const maxPool: Kernel<"maxPool"> = ([x], window, [output]) => {
  const values = new Float64Array(sizeOf(output.shape));
  const positions = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const places = covered(positionOf(i, output.shape), x.shape, window);
    let best = places[0] ?? 0;
    for (const place of places) if (x.data[place]! > x.data[best]!) best = place;
    values[i] = x.data[best]!;
    positions[i] = best;
  }
  return [values, positions];
};

const maxPoolGrad: Kernel<"maxPoolGrad"> = ([positions, g], { inputShape }) => {
  const data = new Float64Array(sizeOf(inputShape));
  g.data.forEach((value, i) => {
    data[positions.data[i]!]! += value;
  });
  return [data];
};

const averagePool: Kernel<"averagePool"> = ([x], window, [output]) => {
  const data = new Float64Array(sizeOf(output.shape));
  const size = window.kernel[0] * window.kernel[1];
  for (let i = 0; i < data.length; i++) {
    for (const place of covered(positionOf(i, output.shape), x.shape, window))
      data[i]! += x.data[place]! / size;
  }
  return [data];
};

const averagePoolGrad: Kernel<"averagePoolGrad"> = ([g], { inputShape, ...window }) => {
  const data = new Float64Array(sizeOf(inputShape));
  const size = window.kernel[0] * window.kernel[1];
  g.data.forEach((value, i) => {
    for (const place of covered(positionOf(i, g.shape), inputShape, window)) data[place]! += value / size;
  });
  return [data];
};

export const windowKernels = { maxPool, maxPoolGrad, averagePool, averagePoolGrad };
