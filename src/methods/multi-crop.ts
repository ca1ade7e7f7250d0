import * as z from "zod";
import type { ViewGroup } from "./step.js";

/** Options of methods that look at a picture through two large crops and several small ones (SwAV's multi-crop). */
export const multiCropOptions = {
  smallCrops: z
    .int()
    .min(0)
    .default(2)
    .describe("Crops of half the side, beside the two large ones; each costs about a quarter of one."),
  cropShare: z
    .number()
    .positive()
    .max(1)
    .default(0.4)
    .describe(
      "Large crops show this share of the picture or more, small crops less, down to a quarter of it.",
    ),
};

/** The option of methods whose every view, small ones too, predicts the mean of two large ones. */
export const localViewsOption = z
  .int()
  .min(0)
  .default(0)
  .describe(
    "Small views beside the two global ones, for long training: the papers have several, but in a few hundred steps they cost more than they teach.",
  );

/** Two full-size views, then local ones of half the side; without those the large ones show what the recipe says. */
export function globalAndLocalViews({ localViews }: { readonly localViews: number }): readonly ViewGroup[] {
  if (localViews === 0) return [{ count: 2 }];
  return [
    { count: 2, area: [0.3, 1] },
    { count: localViews, countedBy: "localViews", scale: 0.5, area: [0.1, 0.4] },
  ];
}

const settled = z.object(multiCropOptions);

/** Two full-size views, then the small crops; without small crops the large ones show what the recipe says. */
export function multiCropViews({ smallCrops, cropShare }: z.output<typeof settled>): readonly ViewGroup[] {
  if (smallCrops === 0) return [{ count: 2 }];
  return [
    { count: 2, area: [cropShare, 1] },
    { count: smallCrops, countedBy: "smallCrops", scale: 0.5, area: [cropShare / 4, cropShare] },
  ];
}
