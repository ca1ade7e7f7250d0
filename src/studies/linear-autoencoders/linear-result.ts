import * as z from "zod";

/** Errors after so many steps of gradient descent in the encoder, relative to |x|². */
export const depthError = z.strictObject({ steps: z.int(), seen: z.number(), denoised: z.number() });

export type DepthError = z.output<typeof depthError>;

/** A finished arm: a line of `arms.jsonl`. Errors are of test rows, relative to their |x|²: 1 is what 0 would have. */
export const linearResult = z.strictObject({
  name: z.string(),
  /** Mean of the last tenth of training. */
  loss: z.number(),
  /** |D(E(x)) - x|². */
  seen: z.number(),
  /** |D(E(x + n)) - x|². */
  denoised: z.number(),
  /** |D(E(x')) - x|² at masked values. */
  filled: z.number(),
  /** |D∘E - I| over |I| (Frobenius). Null where the code is sparse, so D∘E is no matrix. */
  distance: z.number().nullable(),
  /** The same, on the directions that pictures have. */
  distanceSeen: z.number().nullable(),
  /** Singular values of D∘E, descending. */
  spectrum: z.array(z.number()).nullable(),
  /** R² of each value where it was masked; null where a value is constant. */
  recovered: z.array(z.number().nullable()),
  /** With the trained B, more and fewer steps than it was trained with. Empty for other forms. */
  depths: z.array(depthError),
  /** The first test rows as bytes: made of the noisy ones, and of the masked ones. */
  drawn: z.strictObject({ denoised: z.array(z.int()), filled: z.array(z.int()) }),
  seconds: z.number(),
});

/** Rows that are drawn. */
export const drawnRows = 6;

export type LinearResult = z.output<typeof linearResult>;
