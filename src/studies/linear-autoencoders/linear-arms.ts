/** One training of a linear autoencoder. */
export interface LinearArm {
  /** Such as `vanilla/two-matrices/2`. */
  readonly name: string;
  /** What the encoder sees: the picture, the picture and noise, or a part of it. The target is the picture. */
  readonly surrogate: "vanilla" | "denoising" | "masked";
  readonly form: "two-matrices" | "least-squares" | "unrolled";
  /** Numbers in the code for each value of a picture. */
  readonly share: number;
  /** What is trained on: pictures, or made values of which some follow a pattern and some nothing. */
  readonly data: "pictures" | "made";
  /** A sparse code: only so many numbers for each value of a picture are kept, the largest. */
  readonly kept?: number;
  /** The wrong treatment of masked values in unrolled gradient descent: they count as 0. */
  readonly unknown?: "zero";
  /** Steps of unrolled gradient descent divided by the share of values that are known. */
  readonly perKnown?: true;
  /** Of least squares, instead of a very small one. */
  readonly ridge?: number;
  /** One mask for all of training instead of one a sample and step. */
  readonly fixedMask?: true;
}

/** Code sizes relative to the picture's: below, at and above. */
export const shares = [0.25, 1, 2] as const;

const surrogates = ["vanilla", "denoising", "masked"] as const;

/** Every arm: each surrogate task with each form at each size, then the variants that a claim asks for. */
export const linearArms: readonly LinearArm[] = [
  ...surrogates.flatMap((surrogate) => [
    ...shares.map((share) => arm({ surrogate, form: "two-matrices", share })),
    // At and above the picture's size least squares is the identity, and refused.
    arm({ surrogate, form: "least-squares", share: 0.25 }),
    ...shares.map((share) => arm({ surrogate, form: "unrolled", share })),
  ]),
  arm({ surrogate: "vanilla", form: "two-matrices", share: 2, kept: 0.25 }, "sparse"),
  arm({ surrogate: "denoising", form: "two-matrices", share: 2, kept: 0.25 }, "sparse"),
  arm({ surrogate: "masked", form: "unrolled", share: 1, unknown: "zero" }, "zero"),
  arm({ surrogate: "masked", form: "unrolled", share: 1, perKnown: true }, "scaled"),
  arm({ surrogate: "masked", form: "least-squares", share: 0.125 }),
  arm({ surrogate: "masked", form: "least-squares", share: 0.25, ridge: 0.01 }, "ridge"),
  arm({ surrogate: "masked", form: "two-matrices", share: 1, fixedMask: true }, "fixed"),
  arm({ surrogate: "masked", form: "least-squares", share: 0.125, data: "made" }, "made"),
];

function arm(
  facts: Omit<LinearArm, "name" | "data"> & { readonly data?: "made" },
  variant?: string,
): LinearArm {
  const { surrogate, form, share } = facts;
  const name = [surrogate, form, share, ...(variant === undefined ? [] : [variant])].join("/");
  return { data: "pictures", ...facts, name };
}

/** Numbers in the code for pictures of so many values. */
export function codeSize({ share }: Pick<LinearArm, "share">, values: number): number {
  return Math.max(1, Math.round(share * values));
}

/** As a person would call it: `two matrices, denoising, code 2x, sparse`. */
export function armTitle({ surrogate, form, share, name }: LinearArm): string {
  const variant = name.split("/")[3];
  const said = {
    sparse: ", sparse",
    zero: ", ? taken for 0",
    scaled: ", steps over the known share",
    ridge: ", ridge 0.01",
    fixed: ", one mask only",
    made: ", made values",
  } as const;
  const more = variant === undefined ? "" : said[variant as keyof typeof said];
  return `${form.replace("-", " ")}, ${surrogate}, code ${share}x${more}`;
}
