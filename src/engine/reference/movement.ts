import { sizeOf } from "../../graph/index.js";
import { fill, flatten, type Kernel, moved, positionOf, wrapped } from "./kernel.js";

const transpose: Kernel<"transpose"> = ([x], { permutation }, [output]) => [
  fill(
    output.shape,
    (position) =>
      x.data[
        flatten(
          x.shape.map((_, axis) => position[permutation.indexOf(axis)]!),
          x.shape,
        )
      ]!,
  ),
];

const slice: Kernel<"slice"> = ([x], { starts }, [output]) => [
  fill(
    output.shape,
    (position) =>
      x.data[
        flatten(
          position.map((at, axis) => at + starts[axis]!),
          x.shape,
        )
      ]!,
  ),
];

const pad: Kernel<"pad"> = ([x], { before, value }, [output]) => [
  fill(output.shape, (position) => {
    const from = position.map((at, axis) => at - before[axis]!);
    return from.every((at, axis) => at >= 0 && at < x.shape[axis]!) ? x.data[flatten(from, x.shape)]! : value;
  }),
];

const concat: Kernel<"concat"> = (inputs, { axis }, [output]) => [
  fill(output.shape, (position) => {
    let at = position[axis]!;
    for (const x of inputs) {
      if (at < x.shape[axis]!) return x.data[flatten(moved(position, axis, at), x.shape)]!;
      at -= x.shape[axis]!;
    }
    return Number.NaN;
  }),
];

const gather: Kernel<"gather"> = ([x, indices], { axis }, [output]) => [
  fill(output.shape, (position) => {
    const rank = indices.shape.length;
    const index = indices.data[flatten(position.slice(axis, axis + rank), indices.shape)]!;
    return x.data[
      flatten(
        [...position.slice(0, axis), wrapped(index, x.shape[axis]!), ...position.slice(axis + rank)],
        x.shape,
      )
    ]!;
  }),
];

const replaceRows: Kernel<"replaceRows"> = ([x, indices, rows], _, [output]) => {
  const data = Float64Array.from(x.data);
  const size = sizeOf(output.shape.slice(1));
  indices.data.forEach((index, i) => {
    const start = wrapped(index, output.shape[0] ?? 0) * size;
    for (let k = 0; k < size; k++) data[start + k] = rows.data[i * size + k]!;
  });
  return [data];
};

const scatterAdd: Kernel<"scatterAdd"> = ([indices, updates], { axis, size }, [output]) => {
  const data = new Float64Array(sizeOf(output.shape));
  const rank = indices.shape.length;
  updates.data.forEach((update, i) => {
    const position = positionOf(i, updates.shape);
    const index = indices.data[flatten(position.slice(axis, axis + rank), indices.shape)]!;
    data[
      flatten(
        [...position.slice(0, axis), wrapped(index, size), ...position.slice(axis + rank)],
        output.shape,
      )
    ]! += update;
  });
  return [data];
};

const takeAlong: Kernel<"takeAlong"> = ([x, indices], { axis }, [output]) => [
  fill(
    output.shape,
    (position, i) =>
      x.data[flatten(moved(position, axis, wrapped(indices.data[i]!, x.shape[axis]!)), x.shape)]!,
  ),
];

const putAlong: Kernel<"putAlong"> = ([indices, updates], { axis, size }, [output]) => {
  const data = new Float64Array(sizeOf(output.shape));
  updates.data.forEach((update, i) => {
    const index = wrapped(indices.data[i]!, size);
    data[flatten(moved(positionOf(i, updates.shape), axis, index), output.shape)]! += update;
  });
  return [data];
};

const addAlong: Kernel<"addAlong"> = ([x, indices, updates], { axis }) => {
  const data = Float64Array.from(x.data);
  updates.data.forEach((update, i) => {
    const index = wrapped(indices.data[i]!, x.shape[axis]!);
    data[flatten(moved(positionOf(i, updates.shape), axis, index), x.shape)]! += update;
  });
  return [data];
};

export const movementKernels = {
  reshape: (([x]) => [x.data.slice()]) satisfies Kernel<"reshape">,
  transpose,
  broadcastTo: (([x], _, [output]) => [
    fill(output.shape, (position) => x.data[flatten(position, x.shape)]!),
  ]) satisfies Kernel<"broadcastTo">,
  slice,
  pad,
  concat,
  gather,
  replaceRows,
  scatterAdd,
  takeAlong,
  putAlong,
  addAlong,
};
