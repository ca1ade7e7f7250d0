import { ConfigError } from "../errors.js";
import { continuation, endingOf } from "./continuation.js";
import { logProbabilities } from "./log-probabilities.js";
import { checkCount, checkDecoding, type DecodingOptions, type NextTokenModel } from "./next-token-model.js";
import { checkScoring, ranked, type ScoredContinuation, type ScoringOptions, scored } from "./text-score.js";

export interface ExhaustiveSearchOptions extends DecodingOptions, ScoringOptions {
  /** Texts that are handed back. Default 1. */
  readonly best?: number | undefined;
  /** Texts that are looked at, at most, as M^T counts them. Default 100,000. */
  readonly mostTexts?: number | undefined;
}

export interface ExhaustiveSearch {
  /** The best texts of all, best first. */
  readonly best: readonly ScoredContinuation[];
  /** Texts that there are: those that end, and those of full length that do not. */
  readonly texts: number;
  /** Beginnings that the model was asked to continue. */
  readonly asked: number;
}

/**
 * All texts that can follow a prompt, and the best of them: the oracle for small vocabularies and few tokens, since of M tokens
 * and T steps there are up to M^T. It asks the model to read every beginning anew, so that nothing is shared with the searches
 * that it judges.
 * @throws ConfigError when there are too many texts, and as `beamSearch` does
 */
export async function exhaustiveSearch(
  model: NextTokenModel,
  prompt: ArrayLike<number>,
  options: ExhaustiveSearchOptions,
): Promise<ExhaustiveSearch> {
  const { tokens: most, never = [], stop, best = 1, mostTexts = 100_000 } = options;
  checkCount("Texts that are handed back (`best`)", best);
  checkDecoding(model, [prompt], options);
  checkScoring(options);
  const sayable = model.vocabulary - new Set(never).size;
  if (sayable ** most > mostTexts)
    throw new ConfigError(
      `Of ${sayable} tokens and ${most} steps there are up to ${sayable}^${most} texts, more than the ${mostTexts.toLocaleString("en")} that are looked at (\`mostTexts\`); take fewer steps, or search in beams.`,
      { sayable, most },
    );
  const leaves: ScoredContinuation[] = [];
  let asked = 0;
  let open: { readonly tokens: readonly number[]; readonly logProbability: number }[] = [
    { tokens: [], logProbability: 0 },
  ];
  while (open.length > 0) {
    const next: typeof open = [];
    const atOnce = model.rows ?? 256;
    for (let from = 0; from < open.length; from += atOnce) {
      const part = open.slice(from, from + atOnce);
      const logits = await model.open(part.map(({ tokens }) => [...Array.from(prompt), ...tokens]));
      asked += part.length;
      for (const [row, beginning] of part.entries()) {
        for (const [token, log] of logProbabilities(logits, row, model.vocabulary, never).entries()) {
          if (log === -Infinity) continue;
          const tokens = [...beginning.tokens, token];
          const logProbability = beginning.logProbability + log;
          const ending = endingOf(tokens, { end: model.end, most, stop });
          if (ending === undefined) next.push({ tokens, logProbability });
          else leaves.push(scored(continuation(tokens, logProbability, ending), options));
        }
      }
    }
    open = next;
  }
  return { best: ranked(leaves).slice(0, best), texts: leaves.length, asked };
}
