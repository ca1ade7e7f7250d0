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

/**
 * Visits each product of a convolution: places in the input, the kernel and the output. The three convolution
 * operators are the same sum, gathered at a different one of the three.
 */
function visit(
  x: Shape,
  w: Shape,
  y: Shape,
  { stride, padding, dilation, groups }: Convolution,
  at: (x: number, w: number, y: number) => void,
): void {
  const [n = 0, channels = 0, height = 0, width = 0] = x;
  const [out = 0, perGroup = 0, kh = 0, kw = 0] = w;
  const [, , yh = 0, yw = 0] = y;
  for (let sample = 0; sample < n; sample++) {
    for (let o = 0; o < out; o++) {
      const group = Math.floor(o / (out / groups));
      for (let c = 0; c < perGroup; c++) {
        const channel = group * perGroup + c;
        for (let row = 0; row < yh; row++) {
          for (let column = 0; column < yw; column++) {
            for (let i = 0; i < kh; i++) {
              for (let j = 0; j < kw; j++) {
                const r = row * stride[0] + i * dilation[0] - padding[0];
                const s = column * stride[1] + j * dilation[1] - padding[1];
                if (r < 0 || r >= height || s < 0 || s >= width) continue;
                at(
                  ((sample * channels + channel) * height + r) * width + s,
                  ((o * perGroup + c) * kh + i) * kw + j,
                  ((sample * out + o) * yh + row) * yw + column,
                );
              }
            }
          }
        }
      }
    }
  }
}

const conv: Kernel<"conv"> = ([x, w], attributes, [output]) => {
  const y = new Float64Array(sizeOf(output.shape));
  visit(x.shape, w.shape, output.shape, attributes, (i, k, o) => {
    y[o]! += x.data[i]! * w.data[k]!;
  });
  return [y];
};

const convInput: Kernel<"convInput"> = ([g, w], attributes) => {
  const x = new Float64Array(sizeOf(attributes.inputShape));
  visit(attributes.inputShape, w.shape, g.shape, attributes, (i, k, o) => {
    x[i]! += g.data[o]! * w.data[k]!;
  });
  return [x];
};

const convKernel: Kernel<"convKernel"> = ([x, g], attributes) => {
  const w = new Float64Array(sizeOf(attributes.kernelShape));
  visit(x.shape, attributes.kernelShape, g.shape, attributes, (i, k, o) => {
    w[k]! += x.data[i]! * g.data[o]!;
  });
  return [w];
};

export const linearKernels = { matmul, conv, convInput, convKernel };
