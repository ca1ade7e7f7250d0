import type { AugmentationRecipe } from "./recipe.js";
import { atStrength, type Strength } from "./views.js";

export type PictureKind = "small-grey" | "small-colour" | "photograph";

/**
 * Digits, letters, glyphs: no flips, because a mirrored digit is another one; the shape moves, turns a little and
 * changes its weight.
 */
const smallGrey: AugmentationRecipe = [
  { name: "random-resized-crop", options: { scale: [0.5, 1] } },
  { name: "rotation", options: { degrees: [-15, 15] } },
  { name: "translation", options: { horizontal: 0.1, vertical: 0.1 } },
  { name: "gaussian-blur", options: { sigma: [0.1, 1], probability: 0.3 } },
  { name: "colour-jitter", options: { brightness: 0.4, contrast: 0.4, probability: 0.8 } },
  { name: "noise", options: { deviation: [0, 0.1], probability: 0.5 } },
  { name: "random-erasing", options: { scale: [0.02, 0.08], probability: 0.3 } },
];

/** CIFAR-10 as in SimCLR, appendix B.9: no blur. */
const smallColour: AugmentationRecipe = [
  { name: "random-resized-crop", options: { scale: [0.2, 1] } },
  { name: "horizontal-flip" },
  {
    name: "colour-jitter",
    options: { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1, probability: 0.8 },
  },
  { name: "greyscale", options: { probability: 0.2 } },
];

/** ImageNet as in MoCo v2: SimCLR's with half the colour strength. Blur in proportion to the side, 2 at 224. */
const photograph = (side: number): AugmentationRecipe => [
  { name: "random-resized-crop", options: { scale: [0.2, 1] } },
  { name: "horizontal-flip" },
  {
    name: "gaussian-blur",
    options: { sigma: [0.1, Math.max(0.2, Math.round(side / 11.2) / 10)], probability: 0.5 },
  },
  {
    name: "colour-jitter",
    options: { brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1, probability: 0.8 },
  },
  { name: "greyscale", options: { probability: 0.2 } },
];

/**
 * Texts: a span of the text, of which some tokens are missing. What methods add by themselves (dropout, masks) comes on top.
 */
export const textAugmentation: AugmentationRecipe = [
  { name: "token-crop", options: { share: [0.5, 1] } },
  { name: "token-deletion", options: { share: 0.1 } },
];

const recipes: Readonly<Record<PictureKind, (side: number) => AugmentationRecipe>> = {
  "small-grey": () => smallGrey,
  "small-colour": () => smallColour,
  photograph,
};

export interface PictureFacts {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Default auto: grey or colour up to 64 pixels a side is small, else a photograph. */
  readonly kind?: PictureKind | "auto";
  /** Default full. */
  readonly strength?: Strength;
}

/** The recipe for pictures of a kind: plain data, to be printed and changed. */
export function augmentationFor({
  kind = "auto",
  strength = "full",
  ...facts
}: PictureFacts): AugmentationRecipe {
  const recipe = recipes[kind === "auto" ? pictureKind(facts) : kind];
  return atStrength(recipe(Math.max(facts.height, facts.width)), strength);
}

/** What pictures of a shape most likely are. */
export function pictureKind({
  channels,
  height,
  width,
}: Pick<PictureFacts, "channels" | "height" | "width">): PictureKind {
  if (Math.max(height, width) > 64) return "photograph";
  return channels === 1 ? "small-grey" : "small-colour";
}
