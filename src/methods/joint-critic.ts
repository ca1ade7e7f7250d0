import { linear, type Scope } from "../nn/index.js";
import { concat, leakyRelu, reshape, type Tensor } from "../tensor/index.js";
import { CRITIC } from "./latent-generator.js";
import { stridedMaps } from "./strided-maps.js";

/**
 * A critic of pictures and latents together: strided convolutions of the picture, one linear layer of the latent, two of
 * both. Its parameters are a group of their own.
 * @param x `[N, C, H, W]`; @param z `[N, L]`; @param size units of each linear layer; the convolutions
 * have an eighth, a quarter and half as many channels
 * @returns logits `[N]`
 */
export function jointCritic(scope: Scope, x: Tensor, z: Tensor, size: number): Tensor {
  const critic = scope.child("critic").inGroup(CRITIC);
  const widths = [8, 4, 2].map((part) => Math.ceil(size / part));
  const ofPicture = linear(critic.child("picture"), stridedMaps(critic, x, widths, "picture"), size); // [N, size]
  const ofLatent = linear(critic.child("latent"), z, size); // [N, size]
  const both = leakyRelu(concat([ofPicture, ofLatent], 1));
  const joined = leakyRelu(linear(critic.child("joint"), both, size));
  return reshape(linear(critic.child("logit"), joined, 1), [-1]);
}
