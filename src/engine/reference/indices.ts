import { fill, flatten, type Kernel, moved, wrapped } from "./kernel.js";

/** Indices outside [-depth, depth) give a row of zeros. */
const oneHot: Kernel<"oneHot"> = ([indices], { depth }, [output]) => [
  fill(output.shape, (position) =>
    wrapped(indices.data[flatten(position.slice(0, -1), indices.shape)]!, depth) === position.at(-1) ? 1 : 0,
  ),
];

const cumulativeSum: Kernel<"cumulativeSum"> = ([x], { axis, exclusive, reverse }) => [
  fill(x.shape, (position) => {
    const here = position[axis]!;
    let total = 0;
    for (let i = 0; i < x.shape[axis]!; i++) {
      const passed = reverse ? i > here : i < here;
      if (passed || (i === here && !exclusive)) total += x.data[flatten(moved(position, axis, i), x.shape)]!;
    }
    return total;
  }),
];

const topK: Kernel<"topK"> = ([x], { axis, largest }, [values]) => {
  const order = fill(values.shape, (position) => {
    const at = (i: number) => x.data[flatten(moved(position, axis, i), x.shape)]!;
    // Sorting is stable, so the lower index comes first among equals.
    const sorted = Array.from({ length: x.shape[axis]! }, (_, i) => i).sort((i, j) =>
      largest ? at(j) - at(i) : at(i) - at(j),
    );
    return sorted[position[axis]!]!;
  });
  return [
    fill(values.shape, (position, flat) => x.data[flatten(moved(position, axis, order[flat]!), x.shape)]!),
    order,
  ];
};

export const indexKernels = { oneHot, cumulativeSum, topK };
