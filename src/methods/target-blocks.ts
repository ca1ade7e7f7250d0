import { ConfigError } from "../errors.js";
import { type Key, uniform } from "../random/index.js";
import { addAll, cast, type Tensor, topK } from "../tensor/index.js";
import { blockOfPatches, patchMask } from "./patch-choice.js";
import type { PatchGrid } from "./patch-grid.js";

/** Patches to predict, and patches to predict them from. */
export interface TargetBlocks {
  /** int32 `[N, B]` each; blocks may overlap each other. */
  readonly blocks: readonly Tensor[];
  /** int32 `[N, T - M B]`, all different, none in any block. */
  readonly context: Tensor;
}

/**
 * Draws M blocks of B = targetShare T patches of each picture, and patches anywhere outside them: as many as are left
 * where no two blocks overlap, so that there are as many in every picture.
 * @throws ConfigError when blocks that do not overlap would leave none.
 */
export function targetBlocks(
  key: Key,
  samples: number,
  { rows, columns, patches }: Omit<PatchGrid, "side">,
  { targets, targetShare }: { readonly targets: number; readonly targetShare: number },
): TargetBlocks {
  const size = Math.max(1, Math.round(targetShare * patches));
  const left = patches - targets * size;
  if (left < 1) {
    throw new ConfigError(
      `${targets} blocks of ${size} patches may cover all ${patches} of a picture, and some must be left to see: lower \`method.targets\`, \`method.targetShare\` or \`encoder.patch\`.`,
      { targets, size, patches },
    );
  }
  const blocks = Array.from({ length: targets }, (_, i) =>
    blockOfPatches(key.child(`block${i + 1}`), samples, [rows, columns], size),
  );
  // Below 1 outside the blocks, 1 or more inside: the least ones are anywhere outside.
  const scores = addAll([
    uniform(key.child("context"), [samples, patches]),
    ...blocks.map((block) => patchMask(block, patches)),
  ]);
  return { blocks, context: cast(topK(scores, left, -1, { largest: false }).indices, "int32") };
}
