/**
 * Random brightness, contrast, saturation and hue (as in torchvision and SimCLR).
 *
 * Factors are uniform in [max(0, 1 - s), 1 + s] for a strength s, the hue moves by up to ±s turns. Contrast is
 * against the mean luma of the view. Hue is a rotation of the chroma plane that keeps luma, not HSV's piecewise
 * one: it is linear, so that all four, which then commute, are one matrix; angles agree with HSV's. Values are
 * cut to 0..1 once at the end of the recipe, where torchvision cuts after each of the four.
 */
import * as z from "zod";
import { cos, sin, type Tensor } from "../tensor/index.js";
import { defineAugmentation } from "./augmentation.js";
import { between, minus, plus, times } from "./per-sample.js";
import { chosen, probability } from "./probability.js";

const strength = z.number().min(0);

export const colourJitter = defineAugmentation({
  name: "colour-jitter",
  title: "Colour jitter",
  kind: "colour",
  options: z.strictObject({
    brightness: strength.default(0).describe("Greatest change of the brightness factor."),
    contrast: strength.default(0).describe("Greatest change of the contrast factor."),
    saturation: strength
      .default(0)
      .describe("Greatest change of the saturation factor; nothing for grey pictures."),
    hue: strength.max(0.5).default(0).describe("Greatest change of hue in turns; nothing for grey pictures."),
    probability: probability(1),
  }),
  draws: ["chance", "brightness", "contrast", "saturation", "hue"],
  map(draws, { brightness, contrast, saturation, hue, probability: share }) {
    const on = chosen(draws.chance, share);
    const factor = (draw: Tensor, most: number) =>
      plus(1, times(on, between(draw, Math.max(0, 1 - most) - 1, most)));
    const b = factor(draws.brightness, brightness);
    const c = factor(draws.contrast, contrast);
    const s = factor(draws.saturation, saturation);
    const angle = times(on, between(draws.hue, -2 * Math.PI * hue, 2 * Math.PI * hue));
    const gain = times(b, c);
    const chroma = times(gain, s);
    return {
      gain,
      lift: times(b, plus(1, minus(c))),
      real: times(chroma, typeof angle === "number" ? Math.cos(angle) : cos(angle)),
      imaginary: times(chroma, typeof angle === "number" ? Math.sin(angle) : sin(angle)),
    };
  },
});
