import { type Claim, digits, percent } from "../claim.js";
import type { EarlyStopping } from "./early-stopping.js";
import type { GradientPath } from "./gradient-paths.js";
import type { LeastSquaresCheck } from "./least-squares-check.js";
import type { RowWords } from "./row-words.js";
import type { UnknownValues } from "./unknown-values.js";

/** What follows from the formulas, whatever was learned. */
export interface ExactFacts {
  readonly paths: readonly GradientPath[];
  readonly leastSquares: LeastSquaresCheck;
  readonly unknown: UnknownValues;
  readonly stopping: readonly EarlyStopping[];
  readonly hiddenShare: number;
  readonly words: RowWords;
}

/** Rounding of float32 that passes for none. */
const rounding = 1e-3;

/** Claims that are algebra: they hold up to rounding or not at all. */
export function exactClaims(facts: ExactFacts): Claim[] {
  const { paths, leastSquares, unknown, stopping, hiddenShare, words } = facts;
  const valid = paths.filter((path) => path.unknown === "clamped");
  const invalid = paths.find((path) => path.unknown === "zero");
  const { solveError, identityError, refusal } = leastSquares;
  const formula = Math.max(...stopping.map(({ formulaError }) => formulaError));
  const decoders = valid.map(({ maskedThroughDecoder }) => maskedThroughDecoder);
  return [
    {
      row: "46",
      says: "two matrices make up for masked values by 1/p",
      holds: unknown.scaledBias < unknown.unscaledBias / 3,
      measured: `Over 512 masks the mean code is ${percent(unknown.scaledBias)} off the whole ${words.one}'s with 1/p and ${percent(unknown.unscaledBias)} without, where ${percent(hiddenShare)} is masked.`,
    },
    {
      row: "48",
      says: `with a code at least as long as the ${words.one}, the second parameterisation is the identity, and refused`,
      holds: identityError < rounding && refusal !== "",
      measured: `Largest difference of output and input: ${digits(identityError)} deviations of a ${words.value}. ${refusal === "" ? "It is not refused." : "The encoder refuses it, naming the reason."}`,
    },
    {
      row: "49",
      says: "dropping the rows of masked values is least squares on the values that are left",
      holds: solveError < rounding,
      measured: `Largest difference from a direct solve in double precision: ${digits(solveError)} of the largest number.`,
    },
    {
      row: "50",
      says: "rows that the encoder dropped are trained through the decoder",
      holds: Math.min(...decoders) > 0,
      measured: `Least gradient of a masked row through the decoder: ${valid.map(({ form, maskedThroughDecoder }) => `${form} ${digits(maskedThroughDecoder)}`).join(", ")}.`,
    },
    {
      row: "54",
      says: "rows of masked values get no update through the encoder in any of the three parameterisations",
      holds: valid.every(
        ({ maskedThroughEncoder, seenThroughEncoder }) =>
          maskedThroughEncoder === 0 && seenThroughEncoder > 0,
      ),
      measured: `Largest gradient of a masked row and of a seen one: ${valid.map(({ form, maskedThroughEncoder, seenThroughEncoder }) => `${form} ${digits(maskedThroughEncoder)} and ${digits(seenThroughEncoder)}`).join(", ")}.`,
    },
    {
      row: "53",
      says: "residual 0 and dropping what is multiplied by ? give the same code",
      holds: unknown.clampedAgainstDropped < rounding,
      measured: `Largest difference: ${digits(unknown.clampedAgainstDropped)} of the largest number.`,
    },
    {
      row: "53",
      says: "taking ? for the value 0 is not valid: it drives updates at masked places",
      holds: (invalid?.maskedThroughEncoder ?? 0) > 0 && unknown.zeroAgainstClamped > 0.01,
      measured: `Codes are ${percent(unknown.zeroAgainstClamped)} off; masked rows get gradients of up to ${digits(invalid?.maskedThroughEncoder ?? 0)} through the encoder.`,
    },
    {
      row: "52",
      says: "after d steps the singular values of D∘E are 1 - (1 - ησ²)^d",
      holds: formula < rounding,
      measured: `Largest difference: ${digits(formula)}.`,
    },
  ];
}

/** Whether few steps denoise what many let through, one claim a kind of data. */
export function stoppingClaims({ stopping, words }: Pick<ExactFacts, "stopping" | "words">): Claim[] {
  return stopping.map(({ name, errors, spectrum }) => {
    const best = errors.reduce((least, one) => (one.denoised < least.denoised ? one : least));
    const last = errors.at(-1)!;
    const spread = spectrum(best.steps);
    return {
      row: "52",
      says: `${name}: stopping early denoises, although the code is as long as the ${words.one} or longer`,
      holds: best.steps < last.steps && best.denoised < 0.8 * last.denoised,
      measured: `Error of the clean signal relative to its size: ${percent(best.denoised)} after ${best.steps} steps, ${percent(last.denoised)} after ${last.steps}. Singular values of D∘E at ${best.steps} steps go from ${digits(spread[0]!)} to ${digits(spread.at(-1)!)}.`,
    };
  });
}
