import { type Convolution, type Shape, sizeOf } from "../../graph/index.js";
import { fill, flatten, type Kernel } from "./kernel.js";

const matmul: Kernel<"matmul"> = ([a, b], { transposeA, transposeB }, [output]) => {
  const inner = a.shape.at(transposeA ? -2 : -1)!;
  return [
    fill(output.shape, (position) => {
      const batch = position.slice(0, -2);
      const row = position.at(-2)!;
      const column = position.at(-1)!;
      let total = 0;
      for (let k = 0; k < inner; k++) {
        const left = a.data[flatten([...batch, ...(transposeA ? [k, row] : [row, k])], a.shape)]!;
        const right = b.data[flatten([...batch, ...(transposeB ? [column, k] : [k, column])], b.shape)]!;
        total += left * right;
      }
      return total;
    }),
  ];
};

/** Products of one number of the kernel, at `w`: `count` places of the output from `y` on, of the input every `step` from `x` on. */
type AlongRow = (w: number, x: number, step: number, y: number, count: number) => void;

/**
 * Visits the products of a convolution, a row of the output at a time: places in the kernel, the input and the output.
 * The three convolution operators are the same sum, gathered at a different one of the three.
 */
function visit(
  x: Shape,
  w: Shape,
  y: Shape,
  { stride, padding, dilation, groups }: Convolution,
  along: AlongRow,
): void {
  const [n = 0, channels = 0, height = 0, width = 0] = x;
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = w;
  const [, , yh = 0, yw = 0] = y;
  const step = stride[1];
  for (let sample = 0; sample < n; sample++) {
    for (let o = 0; o < out; o++) {
      const group = Math.floor(o / (out / groups));
      for (let c = 0; c < perGroup; c++) {
        const channel = group * perGroup + c;
        for (let row = 0; row < yh; row++) {
          const yRow = ((sample * out + o) * yh + row) * yw;
          for (let i = 0; i < kh; i++) {
            const r = row * stride[0] + i * dilation[0] - padding[0];
            if (r < 0 || r >= height) continue;
            const xRow = ((sample * channels + channel) * height + r) * width;
            for (let j = 0; j < kw; j++) {
              // Columns of the output for which that of the input is none of the padding.
              const left = j * dilation[1] - padding[1];
              const from = Math.max(0, Math.ceil(-left / step));
              const count = Math.min(yw, Math.ceil((width - left) / step)) - from;
              const k = ((o * perGroup + c) * kh + i) * kw + j;
              along(k, xRow + from * step + left, step, yRow + from, count);
            }
          }
        }
      }
    }
  }
}

const conv: Kernel<"conv"> = ([x, w], attributes, [output]) => {
  const y = new Float64Array(sizeOf(output.shape));
  visit(x.shape, w.shape, output.shape, attributes, (k, i, step, o, count) => {
    for (let at = 0; at < count; at++) y[o + at]! += x.data[i + at * step]! * w.data[k]!;
  });
  return [y];
};

const convInput: Kernel<"convInput"> = ([g, w], attributes) => {
  const x = new Float64Array(sizeOf(attributes.inputShape));
  visit(attributes.inputShape, w.shape, g.shape, attributes, (k, i, step, o, count) => {
    for (let at = 0; at < count; at++) x[i + at * step]! += g.data[o + at]! * w.data[k]!;
  });
  return [x];
};

const convKernel: Kernel<"convKernel"> = ([x, g], attributes) => {
  const w = new Float64Array(sizeOf(attributes.kernelShape));
  visit(x.shape, attributes.kernelShape, g.shape, attributes, (k, i, step, o, count) => {
    for (let at = 0; at < count; at++) w[k]! += x.data[i + at * step]! * g.data[o + at]!;
  });
  return [w];
};

export const linearKernels = { matmul, conv, convInput, convKernel };
