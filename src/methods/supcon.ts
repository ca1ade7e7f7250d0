/**
 * SupCon: Supervised Contrastive Learning.
 * Khosla, Teterwak, Wang, Sarna, Tian, Isola, Maschinot, Liu, Krishnan, 2020. https://arxiv.org/abs/2004.11362
 *
 * SimCLR told which samples are of one class: all views of a class in the batch are each other's positives, all others
 * are negatives. It reads labels, so it is a bound on what contrast can do rather than self-supervision.
 *
 *   h = f(view)  [2N, D]     z = g(h)  [2N, P]
 *   loss = mean_i -1/|P(i)| Σ_{p ∈ P(i)} log exp(s_ip / τ) / Σ_{k ≠ i} exp(s_ik / τ), the paper's L_out
 */
import * as z from "zod";
import { cosineEnergy, supCon } from "../losses/index.js";
import { concat, split, type Tensor } from "../tensor/index.js";
import { energyBetween } from "./energy-between.js";
import { defineMethod } from "./method.js";
import { projector, projectorOptions } from "./projector.js";

const options = z.strictObject({
  temperature: z.number().positive().default(0.1).describe("Softmax temperature of the loss."),
  ...projectorOptions,
});

export const supcon = defineMethod({
  name: "supcon",
  title: "SupCon",
  paper: "https://arxiv.org/abs/2004.11362",
  family: "contrastive",
  taxonomy: "contrastive",
  couples: ["loss", "statistics"],
  options,
  views: [{ count: 2 }],
  labels: true,
  project: projector,
  heldUpBy:
    "SupCon is held up by samples of other classes: look for labels that are all alike, a batch that is too small, or a temperature that is too high.",

  /** Minus the cosine of z: low within a class. */
  energy: energyBetween(cosineEnergy, projector),

  step({ scope, encode, views, labels }, settings) {
    const h = encode(concat(views)); // [2N, D]
    const [za, zb] = split(projector(scope, h, settings), 2) as [Tensor, Tensor]; // [N, P]
    return {
      loss: supCon(za, zb, labels as Tensor, settings),
      embedding: h,
      pairs: split(h, 2) as [Tensor, Tensor],
    };
  },
});
