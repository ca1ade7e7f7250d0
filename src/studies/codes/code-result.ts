import * as z from "zod";

const number = z.number().nullable();

/** A finished arm of one seed: a line of `arms.jsonl`. Null where there is no such number. */
export const codeResult = z.strictObject({
  name: z.string(),
  seed: z.int(),
  /** Mean of the last tenth of training. */
  loss: number,
  /** |x̂ - x|² of held-out pictures, as a share of what the mean picture leaves: 0 is a copy, 1 says nothing of them. */
  error: number,
  /** Accuracies on held-out pictures, of which there are so many. */
  knn: z.number(),
  probe: z.number(),
  /** Of a probe on the code, where it is not the embedding. */
  codeProbe: number,
  of: z.int(),
  /** Of energies of held-out pictures against the same pictures corrupted, by what was done to them. */
  auroc: z.record(z.string(), z.number()),
  /** The method's own metrics on held-out pictures. */
  facts: z.record(z.string(), z.number()),
  seconds: z.number(),
});

export type CodeResult = z.output<typeof codeResult>;
