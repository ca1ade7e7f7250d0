import type { Lowering } from "./lowering.js";

/**
 * ONNX Runtime's internal domain of convolutions on channels in blocks of 16 (AVX-512) or 8 (AVX2). Measured against the
 * plain operator, repacking included: 1.1 (512 channels of 4x4) to 1.5 times (16 channels of 32x32) faster.
 */
const BLOCKED = { domain: "com.microsoft.nchwc" };

/** A convolution with one group, as blocked operators need it. */
interface BlockedConvolution {
  /** Output channels, input channels, height and width of the kernel that is applied. */
  readonly kernelShape: readonly [number, number, number, number];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

/** Whether this machine has blocked convolutions and the channels fill whole blocks. */
export function canBlock({ block }: Lowering, groups: number, out: number, perGroup: number): boolean {
  return block > 0 && groups === 1 && out % block === 0 && perGroup % block === 0;
}

/**
 * Convolves x with w `[O, C, kh, kw]`, or, for the gradient in the input, with w `[C, O, kh, kw]` flipped and its
 * channels exchanged. The kernel is laid out `[O/b, C/b, kh, kw, b (input), b (output)]`.
 */
export function blockedConv(
  { model, block }: Lowering,
  x: string,
  w: string,
  { kernelShape: [out, perGroup, kh, kw], stride, padding, dilation }: BlockedConvolution,
  turned: boolean,
): string {
  const [first, second] = turned ? [perGroup, out] : [out, perGroup];
  const split = model.node("Reshape", [
    w,
    model.int64s([first / block, block, second / block, block, kh * kw]),
  ]);
  const laid = model.node("Transpose", [split], { perm: turned ? [2, 0, 4, 1, 3] : [0, 2, 4, 3, 1] });
  // Whole blocks move here, which is why the flip comes last.
  const reversed = Array.from({ length: kh * kw }, (_, i) => kh * kw - 1 - i);
  const flipped =
    turned && kh * kw > 1 ? model.node("Gather", [laid, model.int64s(reversed)], { axis: 2 }) : laid;
  const kernel = model.node("Reshape", [flipped, model.int64s([out, perGroup, kh, kw])]);
  const blocks = model.node("ReorderInput", [x], {}, BLOCKED);
  const y = model.node(
    "Conv",
    [blocks, kernel],
    { strides: stride, pads: padding, dilations: dilation, group: 1, kernel_shape: [kh, kw] },
    BLOCKED,
  );
  return model.node("ReorderOutput", [y], { channels: out }, BLOCKED);
}
