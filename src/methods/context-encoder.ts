/**
 * Context encoder: Context Encoders: Feature Learning by Inpainting.
 * Pathak, Krähenbühl, Donahue, Darrell, Efros, 2016. https://arxiv.org/abs/1604.07379 (SPEC row 89)
 *
 * A part of the picture is taken out and the decoder fills it in from what the encoder makes of the rest, so the
 * embedding has to say what belongs there. Squared error alone fills in the blurred mean of what may be there; a critic
 * that tells filled pictures from real ones makes the filling decide for one of them.
 *
 *   h = f((1 - m) x)  [N, D]     x̂ = g(h)  [N, C, H, W]     m: 1 in the hole, `[N, 1, H, W]`; the hole is 0, the mean
 *   reconstruction = Σ m |x̂ - x|² / Σ m     filled = (1 - m) x + m x̂     adversarial = mean -log D(filled)
 *   loss = (1 - w) reconstruction + w adversarial;  the critic's: mean -log D(x) + mean -log(1 - D(filled))
 *
 * The critic is small, convolutional, and in a parameter group of its own, at a tenth of the rate, as in the paper. There
 * it sees all of x̂ (in the authors' code the middle only); here it sees the filled picture, so that seams count too. The
 * features that the authors published come from the reconstruction alone, hence w = 0; their pictures have w = 0.001.
 */
import * as z from "zod";
import { ganLosses, weightedErrors } from "../losses/index.js";
import { linear, type Scope } from "../nn/index.js";
import { add, clip, concat, mean, mul, reshape, split, square, sub, type Tensor } from "../tensor/index.js";
import { drawHole, type Hole, holeOptions, holeWeights } from "./hole.js";
import { CRITIC } from "./latent-generator.js";
import { defineMethod } from "./method.js";
import { plainView } from "./reconstruction.js";
import type { PictureBranch } from "./step.js";
import { stridedMaps } from "./strided-maps.js";

const options = z.strictObject({
  ...holeOptions,
  adversarialWeight: z
    .number()
    .min(0)
    .lt(1)
    .default(0)
    .describe("Share of the adversarial loss; the paper's inpainting: 0.001. 0: no critic."),
});

type Options = z.output<typeof options>;

interface Filling {
  readonly h: Tensor;
  readonly hole: Hole;
  /** All that the decoder makes, `[N, C, H, W]`. */
  readonly output: Tensor;
}

/** Takes a part out of x and fills it in. */
function fill({ scope, encodeAll, decode }: PictureBranch, x: Tensor, settings: Options): Filling {
  const hole = drawHole(scope, x, settings);
  const h = encodeAll(mul(x, sub(1, hole.hidden)), { missing: hole.hidden }).embedding;
  return { h, hole, output: decode(h) };
}

/** Weighted mean squared error of what was filled in, with y as the truth: `[N]`. */
function errorsOf({ output, hole }: Filling, y: Tensor): Tensor {
  return weightedErrors(square(sub(output, y)), holeWeights(hole));
}

/** a where the mask is 1, b elsewhere. */
function mixed(mask: Tensor, a: Tensor, b: Tensor | number): Tensor {
  return add(mul(mask, a), mul(sub(1, mask), b));
}

/** How real pictures `[N, C, H, W]` look: logits `[N]`. */
function critic(scope: Scope, x: Tensor): Tensor {
  return reshape(linear(scope.child("logit"), stridedMaps(scope, x, [16, 32, 64], "stage"), 1), [-1]);
}

export const contextEncoder = defineMethod({
  name: "context-encoder",
  title: "Context encoder",
  paper: "https://arxiv.org/abs/1604.07379",
  family: "masked",
  taxonomy: ({ adversarialWeight }) => (adversarialWeight > 0 ? "generative-contrastive" : "generative"),
  reads: "pictures",
  couples: [],
  options,
  views: plainView,
  recipe: { learningRate: 3e-3 },
  groups: { [CRITIC]: { learningRate: 0.1 } },

  /** How badly a hole in y is filled in from what surrounds the same hole in x. */
  energy: ({ x, y, ...model }, settings) => errorsOf(fill(model, x, settings), y),

  reconstruct({ x, ...model }, settings) {
    const filling = fill(model, x, settings);
    const { hidden } = filling.hole;
    const output = model.toPixels(mixed(hidden, filling.output, x));
    return {
      panels: { masked: mixed(sub(1, hidden), model.toPixels(x), 0.5), output: clip(output, 0, 1) },
      error: errorsOf(filling, x),
    };
  },

  step({ views, ...model }, settings) {
    const x = views[0] as Tensor; // [N, C, H, W]
    const filling = fill(model, x, settings);
    const { h: embedding, hole, output } = filling;
    const reconstruction = mean(errorsOf(filling, x));
    const { adversarialWeight: w } = settings;
    if (w === 0) return { loss: reconstruction, embedding };
    const filled = mixed(hole.hidden, output, x);
    const logits = critic(model.scope.child("critic").inGroup(CRITIC), concat([x, filled])); // [2N]
    const [ofReal, ofFilled] = split(logits, 2) as [Tensor, Tensor];
    const { critic: criticLoss, generator: adversarial } = ganLosses(ofReal, ofFilled);
    return {
      loss: { main: add(mul(reconstruction, 1 - w), mul(adversarial, w)), [CRITIC]: criticLoss },
      embedding,
      metrics: { reconstruction, adversarial },
    };
  },
});
