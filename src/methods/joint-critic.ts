import { conv, linear, type Scope } from "../nn/index.js";
import { concat, leakyRelu, reshape, type Tensor } from "../tensor/index.js";
import { CRITIC } from "./latent-generator.js";

/**
 * A critic of pictures and latents together: strided convolutions of the picture (as the critic of DCGAN, but for batch
 * normalisation), one linear layer of the latent, two of both. Its parameters are a group of their own.
 * @param x `[N, C, H, W]`; @param z `[N, L]`; @param size units of each linear layer; the convolutions
 * have an eighth, a quarter and half as many channels
 * @returns logits `[N]`
 */
export function jointCritic(scope: Scope, x: Tensor, z: Tensor, size: number): Tensor {
  const critic = scope.child("critic").inGroup(CRITIC);
  const n = x.shape[0] ?? 0;
  const seen = [8, 4, 2].reduce((h, part, i) => {
    const stage = critic.child(`picture${i + 1}`);
    return leakyRelu(conv(stage, h, Math.ceil(size / part), 3, { stride: 2, padding: 1, bias: true }));
  }, x);
  const ofPicture = linear(critic.child("picture"), reshape(seen, [n, -1]), size); // [N, size]
  const ofLatent = linear(critic.child("latent"), z, size); // [N, size]
  const both = leakyRelu(concat([ofPicture, ofLatent], 1));
  const joined = leakyRelu(linear(critic.child("joint"), both, size));
  return reshape(linear(critic.child("logit"), joined, 1), [n]);
}
