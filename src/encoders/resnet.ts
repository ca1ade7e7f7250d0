/**
 * Deep Residual Learning for Image Recognition.
 * He, Zhang, Ren, Sun, 2016. https://arxiv.org/abs/1512.03385
 *
 * Stages of residual blocks; every stage but the first halves the picture and doubles the channels; the mean over
 * space is the embedding. Depths 18, 34 and 50 are the paper's (50 with the stride on the 3x3 convolution, as in
 * torchvision). Depth 8 has three stages of one basic block, 16-32-64 wide, like the paper's nets for CIFAR; depth 9
 * has four stages of one basic block, 64-128-256-512 wide, as lightly's resnet-9.
 */
import * as z from "zod";
import { batchNorm, conv, ones, type Scope, zeros } from "../nn/index.js";
import { add, globalAveragePool, maxPool2d, relu, type Tensor } from "../tensor/index.js";
import { defineEncoder } from "./encoder.js";

interface Form {
  /** Blocks of each stage. */
  readonly blocks: readonly number[];
  readonly width: number;
  readonly bottleneck: boolean;
}

const forms: Readonly<Record<"8" | "9" | "18" | "34" | "50", Form>> = {
  8: { blocks: [1, 1, 1], width: 16, bottleneck: false },
  9: { blocks: [1, 1, 1, 1], width: 64, bottleneck: false },
  18: { blocks: [2, 2, 2, 2], width: 64, bottleneck: false },
  34: { blocks: [3, 4, 6, 3], width: 64, bottleneck: false },
  50: { blocks: [3, 4, 6, 3], width: 64, bottleneck: true },
};

/** Pictures from this side on get the ImageNet stem, which divides their side by four before the first stage. */
const LARGE_PICTURE = 96;

const options = z.strictObject({
  depth: z.literal([8, 9, 18, 34, 50]).default(18).describe("Layers with weights: 8, 9, 18, 34 or 50."),
  width: z
    .int()
    .positive()
    .optional()
    .describe("Channels of the first stage, doubled by each later one (16 for depth 8, 64 for the others)."),
  stem: z
    .enum(["auto", "small", "imagenet"])
    .default("auto")
    .describe(
      `small: one 3x3 convolution; imagenet: 7x7 with stride 2, then pooling; auto: imagenet from ${LARGE_PICTURE} pixels on.`,
    ),
  zeroInitialise: z
    .boolean()
    .default(true)
    .describe("Start the last norm scale of each block at zero, so that blocks begin as identities."),
});

export const resnet = defineEncoder({
  name: "resnet",
  title: "ResNet",
  paper: "https://arxiv.org/abs/1512.03385",
  options,
  normalisesBatch: true,
  apply(scope, x, { depth, width, stem, zeroInitialise }) {
    const form = forms[depth];
    const base = width ?? form.width;
    const block = form.bottleneck ? bottleneckBlock : basicBlock;
    const layers = new Map<string, Tensor>();
    const isLarge = stem === "imagenet" || (stem === "auto" && firstIsLarge(scope, x));
    let h = stemOf(scope.child("stem"), x, base, isLarge);
    layers.set("stem", h);
    form.blocks.forEach((count, i) => {
      const stage = scope.child(`stage${i + 1}`);
      for (let j = 0; j < count; j++) {
        const stride = i > 0 && j === 0 ? 2 : 1;
        h = block(stage.child(`block${j + 1}`), h, { width: base * 2 ** i, stride, zeroInitialise });
      }
      layers.set(`stage${i + 1}`, h);
    });
    return { embedding: globalAveragePool(h), layers: layers.set("map", h), map: h };
  },
});

/** Whether the first picture traced was large: smaller views of it pass the same stem. */
function firstIsLarge(scope: Scope, { shape: [, , height = 0, width = 0] }: Tensor): boolean {
  const kernel = scope.variables.get(scope.child("stem/conv/weight").path)?.shape[2];
  return kernel === undefined ? Math.min(height, width) >= LARGE_PICTURE : kernel === 7;
}

function stemOf(scope: Scope, x: Tensor, width: number, large: boolean): Tensor {
  const window = large ? { kernel: 7, stride: 2, padding: 3 } : { kernel: 3, stride: 1, padding: 1 };
  const h = relu(batchNorm(scope.child("norm"), conv(scope.child("conv"), x, width, window.kernel, window)));
  return large ? maxPool2d(h, 3, { stride: 2, padding: 1 }) : h;
}

interface BlockOptions {
  readonly width: number;
  readonly stride: number;
  readonly zeroInitialise: boolean;
}

/** Two 3x3 convolutions on a residual. */
function basicBlock(scope: Scope, x: Tensor, { width, stride, zeroInitialise }: BlockOptions): Tensor {
  const initialiseScale = zeroInitialise ? zeros : ones;
  let h = conv(scope.child("conv1"), x, width, 3, { stride, padding: 1 });
  h = relu(batchNorm(scope.child("norm1"), h));
  h = conv(scope.child("conv2"), h, width, 3, { padding: 1 });
  h = batchNorm(scope.child("norm2"), h, { initialiseScale });
  return relu(add(h, shortcut(scope.child("shortcut"), x, width, stride)));
}

/** 1x1, 3x3 and 1x1 convolutions on a residual; four times as many channels leave as work inside. */
function bottleneckBlock(scope: Scope, x: Tensor, { width, stride, zeroInitialise }: BlockOptions): Tensor {
  const initialiseScale = zeroInitialise ? zeros : ones;
  let h = relu(batchNorm(scope.child("norm1"), conv(scope.child("conv1"), x, width, 1)));
  h = conv(scope.child("conv2"), h, width, 3, { stride, padding: 1 });
  h = relu(batchNorm(scope.child("norm2"), h));
  h = batchNorm(scope.child("norm3"), conv(scope.child("conv3"), h, 4 * width, 1), { initialiseScale });
  return relu(add(h, shortcut(scope.child("shortcut"), x, 4 * width, stride)));
}

/** The input itself, or a normalised 1x1 convolution of it where the shape changes. */
function shortcut(scope: Scope, x: Tensor, channels: number, stride: number): Tensor {
  if (stride === 1 && x.shape[1] === channels) return x;
  return batchNorm(scope.child("norm"), conv(scope.child("conv"), x, channels, 1, { stride }));
}
