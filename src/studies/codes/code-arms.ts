import type { AugmentationRecipe } from "../../augment/index.js";
import { nearestName } from "../../data/index.js";
import { ConfigError } from "../../errors.js";
import {
  autoencoder,
  denoisingAutoencoder,
  type Method,
  maskedAutoencoder,
  sparseAutoencoder,
  supervised,
  vae,
  vqVae,
} from "../../methods/index.js";
import { digits } from "../claim.js";

/** What limits the code of an arm, or what else it is about. */
export const kinds = ["numbers", "noise", "sparse", "discrete", "denoising", "labels"] as const;

export type Kind = (typeof kinds)[number];

/** How much a code may hold, in the unit of its kind, and in words. */
export interface Capacity {
  readonly amount: number;
  readonly said: string;
}

/** One training. */
export interface CodeArm {
  /** Such as `numbers/16`. */
  readonly name: string;
  readonly title: string;
  readonly kind: Kind;
  readonly method: Method;
  /** Numbers of the encoder's embedding. */
  readonly width: number;
  /** False for fresh weights. */
  readonly isTrained: boolean;
  /** The method as it is measured, where training shows it less than the picture. */
  readonly measured?: Method;
  /** What its code may hold, of the method's metrics on held-out pictures. */
  readonly capacity?: (facts: Readonly<Record<string, number>>) => Capacity;
  /** Instead of the usual views; of methods that see pictures as they are, nothing. */
  readonly augment?: AugmentationRecipe;
}

/** Pixels as they are: the copy of the input, which is judged beside the arms. */
export const pixelsName = "pixels";

/** Numbers of a code that are swept, of which one counts as small, and the last as no limit. */
export const sizes = [2, 4, 8, 16, 32, 64, 128, 256] as const;
export const [smallSize, fullSize] = [16, 256];

const [latentDim, groups] = [32, 16];

/** What is done to the pictures of supervised training. `usual` is the recipe for such pictures. */
const views: Readonly<Record<string, AugmentationRecipe | null>> = {
  nothing: [],
  noise: [{ name: "noise", options: { deviation: [0, 0.3], probability: 1 } }],
  hiding: [{ name: "random-erasing", options: { scale: [0.05, 0.3], probability: 1 } }],
  usual: null,
};

const trained = { width: fullSize, isTrained: true } as const;

/** Every arm. */
export const codeArms: readonly CodeArm[] = [
  ...sizes.map(
    (width): CodeArm => ({
      ...{ name: `numbers/${width}`, title: `autoencoder, ${width} numbers`, kind: "numbers" },
      ...{ method: autoencoder(), width, isTrained: true },
      capacity: () => ({ amount: width, said: `${width} numbers` }),
    }),
  ),
  ...sizes.map(
    (width): CodeArm => ({
      ...{ name: `untrained/${width}`, title: `untrained, ${width} numbers`, kind: "numbers" },
      ...{ method: autoencoder(), width, isTrained: false },
    }),
  ),
  ...[0, 0.1, 1, 4, 16].map(
    (beta): CodeArm => ({
      ...{ name: `noise/${beta}`, title: `VAE, β ${beta}`, kind: "noise", ...trained },
      method: vae({ latentDim, beta }),
      capacity({ kl = Number.NaN }) {
        const bits = kl / Math.LN2;
        return { amount: bits, said: `KL ${digits(kl)} nats (${digits(bits)} bits), ${latentDim} numbers` };
      },
    }),
  ),
  ...[0, 0.03, 0.1, 0.3].map((sparsity) =>
    sparse(`l1-${sparsity}`, `sparse, L1 ${sparsity}`, { kind: "l1", sparsity }),
  ),
  ...[2, 8, 32].map((active) => sparse(`k-${active}`, `sparse, k ${active}`, { kind: "k-sparse", active })),
  ...[2, 8, 32, 128].map(
    (codes): CodeArm => ({
      ...{ name: `discrete/${codes}`, title: `VQ-VAE, ${codes} codes`, kind: "discrete", ...trained },
      method: vqVae({ codes, groups, codeDim: 8 }),
      capacity({ perplexity = Number.NaN }) {
        const bits = groups * Math.log2(codes);
        const used = digits(groups * Math.log2(perplexity));
        return { amount: bits, said: `${bits} bits, ${used} taken (perplexity ${digits(perplexity)})` };
      },
    }),
  ),
  {
    ...{ name: "denoising/noise", title: "denoising autoencoder", kind: "denoising", ...trained },
    method: denoisingAutoencoder(),
    measured: denoisingAutoencoder({ noise: 0 }),
    capacity: () => ({ amount: fullSize, said: `${fullSize} numbers` }),
  },
  {
    ...{ name: "denoising/mask", title: "masked autoencoder", kind: "denoising", ...trained },
    method: maskedAutoencoder(),
    measured: maskedAutoencoder({ hiddenShare: 0 }),
    capacity: () => ({ amount: fullSize, said: `${fullSize} numbers` }),
  },
  ...Object.entries(views).map(
    ([view, augment]): CodeArm => ({
      ...{ name: `labels/${view}`, title: `supervised, ${view}`, kind: "labels", ...trained },
      method: supervised(),
      ...(augment === null ? {} : { augment }),
    }),
  ),
];

function sparse(
  name: string,
  title: string,
  options: NonNullable<Parameters<typeof sparseAutoencoder>[0]>,
): CodeArm {
  return {
    ...{ name: `sparse/${name}`, title, kind: "sparse", ...trained },
    method: sparseAutoencoder({ codeDim: fullSize, ...options }),
    capacity({ activeShare = Number.NaN }) {
      const amount = activeShare * fullSize;
      return { amount, said: `${digits(amount)} of ${fullSize} numbers active` };
    },
  };
}

/**
 * The arms of the kinds that were asked for, all when none was.
 * @throws ConfigError naming the first kind that there is not, or when no name is given
 */
export function chooseArms(asked: readonly string[] | undefined): readonly CodeArm[] {
  if (asked === undefined) return codeArms;
  if (asked.length === 0)
    throw new ConfigError(`\`kinds\` names nothing: give some of ${kinds.join(", ")}, or leave it out.`);
  for (const name of asked) {
    if (kinds.some((kind) => kind === name)) continue;
    const near = nearestName(name, [...kinds]);
    throw new ConfigError(
      `There is no kind of arm called ${name} in the study of codes; there are ${kinds.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`,
      { kind: name },
    );
  }
  return codeArms.filter(({ kind }) => asked.includes(kind));
}
