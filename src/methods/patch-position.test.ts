import { describe, expect, it } from "vitest";
import { vit } from "../encoders/index.js";
import { patchViews } from "./cut-patches.js";
import { patchPosition } from "./index.js";
import { look, seenByEncoder, spread } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";
import { neighbouringPatches } from "./neighbouring-patches.js";
import { rowsOf } from "./run-tensors.suite.js";

describeMethod("patch-position", { method: patchPosition({ hiddenDim: 32 }) });
describeMethod("patch-position of oblong pictures", {
  method: patchPosition({ hiddenDim: 32 }),
  encoder: vit({ width: 16, depth: 1, heads: 2 }),
  side: 24,
  width: 32,
  steps: 5,
  lossFalls: false,
});
describeMethod("patch-position of colour pictures, projected and enlarged", {
  method: patchPosition({ hiddenDim: 32, colour: "projection", pixels: 4, patchScale: 2 }),
  channels: 3,
  steps: 5,
  lossFalls: false,
});

describe("what patch-position shows of colour pictures", () => {
  const shape = [8, 3, 28, 28] as const;
  const pixels = 8 * 8; // of a patch
  const plain = { hiddenDim: 4, patchScale: 1, colour: "none", downsample: 0, pixels: 16 } as const;
  const shown = async (options: Parameters<typeof patchPosition>[0] = {}) =>
    rowsOf(await seenByEncoder(patchPosition({ ...plain, ...options }), { shape }), 3 * pixels);
  /** Mean squared difference of a pixel from its neighbour on the right, of patches of deviation 1. */
  const roughness = (patches: readonly (readonly number[])[]) => {
    const steps = patches.flatMap((patch) =>
      patch.flatMap((value, i) => (i % 8 === 7 ? [] : [(patch[i + 1]! - value) ** 2])),
    );
    return spread(steps).mean;
  };

  it("is the patches as they are without defences", async () => {
    const method = patchPosition(plain);
    const settings = patchPosition.definition.options.parse(method.options);
    const { patches } = await look(
      method,
      ({ scope, x }) => ({ patches: patchViews(neighbouringPatches(scope, x, settings).patches, 1) }),
      { shape },
    );
    (await shown()).flat().forEach((value, i) => {
      expect(value).toBeCloseTo(patches![i]!, 4);
    });
  });

  it("is one colour and faint noise where two are dropped", async () => {
    for (const patch of await shown({ colour: "dropping" })) {
      const [first, second, third] = rowsOf(patch, pixels)
        .map((channel) => spread(channel).deviation)
        .toSorted((a, b) => b - a);
      expect(first).toBeGreaterThan(1);
      expect(second).toBeLessThan(0.02 * first!);
      expect(third).toBeGreaterThan(0);
    }
  });

  it("has no green and magenta where they are projected on grey", async () => {
    const along = (patch: readonly number[]) =>
      Array.from({ length: pixels }, (_, i) =>
        Math.abs(2 * patch[pixels + i]! - patch[i]! - patch[2 * pixels + i]!),
      );
    expect(Math.max(...along((await shown())[0]!))).toBeGreaterThan(1);
    for (const patch of await shown({ colour: "projection" }))
      expect(Math.max(...along(patch))).toBeLessThan(1e-4);
  });

  it("is blurred where patches are shrunk, which have more pixels than are left at least", async () => {
    const [sharp, blurred] = [await shown(), await shown({ downsample: 1 })];
    expect(roughness(blurred)).toBeLessThan(0.7 * roughness(sharp));
    const few = await shown({ downsample: 1, pixels });
    expect(roughness(few)).toBeCloseTo(roughness(sharp), 4);
  });
});
