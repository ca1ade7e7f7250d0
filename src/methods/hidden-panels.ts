import { unpatchify } from "../decoders/index.js";
import { type PictureFacts, patchify } from "../encoders/index.js";
import { add, clip, matmul, mul, oneHot, reshape, sub, type Tensor, transpose } from "../tensor/index.js";
import type { PatchGrid } from "./patch-grid.js";
import type { Reconstruction } from "./step.js";

/** Patches `[N, M, P]` put at their places int32 `[N, M]` among so many: `[N, patches, P]`, 0 elsewhere. */
export function placePatches(values: Tensor, chosen: Tensor, patches: number): Tensor {
  return matmul(transpose(oneHot(chosen, patches)), values);
}

/**
 * What people see of pictures some of whose patches were hidden: "masked", with the hidden ones in grey, and "output",
 * where the seen ones are as they were and the hidden ones as they were predicted.
 * @param x `[N, C, H, W]`, standardised
 * @param mask float32 `[N, T]`, 1 where a patch was hidden
 * @param predicted `[N, T, C p p]`, in x's units; only the hidden ones are read
 */
export function hiddenPanels(
  { x, mask, predicted }: { readonly x: Tensor; readonly mask: Tensor; readonly predicted: Tensor },
  { side }: Pick<PatchGrid, "side">,
  { toPixels }: Pick<PictureFacts, "toPixels">,
): Reconstruction["panels"] {
  const [n = 0, c = 0, height = 0, width = 0] = x.shape;
  const hidden = reshape(mask, [n, -1, 1]);
  const seen = sub(1, hidden);
  const grey = add(mul(patchify(toPixels(x), side), seen), mul(hidden, 0.5));
  const filled = add(mul(patchify(x, side), seen), mul(predicted, hidden));
  const picture = (patches: Tensor) => unpatchify(patches, [c, height, width], side);
  return { masked: picture(grey), output: clip(toPixels(picture(filled)), 0, 1) };
}
