import { continuation, endingOf } from "./continuation.js";
import { logProbabilities } from "./log-probabilities.js";
import { checkCount, checkDecoding, type DecodingOptions, type NextTokenModel } from "./next-token-model.js";
import {
  checkScoring,
  ranked,
  type ScoredContinuation,
  type ScoringOptions,
  scored,
  textScore,
} from "./text-score.js";
import { topTokens } from "./top-tokens.js";

export interface BeamSearchOptions extends DecodingOptions, ScoringOptions {
  /** Texts that are kept at every step, k. 1 is `greedy`. */
  readonly beams: number;
  /**
   * What becomes of the place of a text that has ended. `narrow`: it is gone, so that the search goes on with fewer and is
   * over after k texts (Sutskever et al., 2014, https://arxiv.org/abs/1409.3215). `refill`: the next best text takes it, so that k are open at every step.
   * Default `narrow`.
   */
  readonly ended?: "narrow" | "refill" | undefined;
  /**
   * When a search is over, before its texts are as long as they may be. `bound`: once no open text can reach the score of the best
   * ended one, even if all that follows were certain; the best text is the same as with `all`, found sooner. `first`: once a text
   * has ended, which favours short ones. `all`: once no text is open. Default `bound`.
   */
  readonly until?: "bound" | "first" | "all" | undefined;
}

/** An open text. */
interface Hypothesis {
  readonly tokens: readonly number[];
  readonly logProbability: number;
  /** The model's row that holds it; of a candidate, the row that it goes on from. */
  readonly row: number;
}

/**
 * Beam search: at each step every one of k texts is continued by its k likeliest tokens, the k² texts are sorted by the logarithm of
 * their whole probability, and the first k are kept. Of equals that comes first which goes on from the better text, then the
 * likelier token. Texts that end leave with their score; those that are open after the last step count as they stand, so that all
 * that can be found are the leaves of one tree, whose probabilities add up to 1. As wide as the tree it finds what
 * `exhaustiveSearch` does. In time proportional to k rows of the model a step.
 * @param prompts token ids, of any lengths, each with a search of its own; all go on at once
 * @returns for every prompt the texts that were found, best score first, k at most (fewer where the search was over before)
 * @throws ConfigError, DataError for options and prompts that do not fit; DivergenceError when the model gives no numbers
 */
export async function beamSearch(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  options: BeamSearchOptions,
): Promise<ScoredContinuation[][]> {
  checkCount("Texts that are kept (`beams`)", options.beams);
  checkDecoding(model, prompts, options, options.beams);
  checkScoring(options);
  const found = prompts.map((): ScoredContinuation[] => []);
  let open = prompts.map((_, row): Hypothesis[] => [{ tokens: [], logProbability: 0, row }]);
  let logits = await model.open(prompts);
  for (;;) {
    const [parents, tokens]: [number[], number[]] = [[], []];
    open = open.map((hypotheses, prompt) => {
      const done = found[prompt]!;
      const places = options.ended === "refill" ? options.beams : options.beams - done.length;
      const step = advance(model, logits, hypotheses, places, options);
      done.push(...step.ended);
      return isOver(done, step.open, options) ? [] : step.open;
    });
    open = open.map((hypotheses) =>
      hypotheses.map((one) => {
        parents.push(one.row);
        tokens.push(one.tokens.at(-1)!);
        return { ...one, row: parents.length - 1 };
      }),
    );
    if (parents.length === 0) return found.map((texts) => ranked(texts).slice(0, options.beams));
    logits = await model.next(Int32Array.from(parents), Int32Array.from(tokens));
  }
}

/** One step of one prompt's search. */
function advance(
  { vocabulary, end }: NextTokenModel,
  logits: Float32Array,
  hypotheses: readonly Hypothesis[],
  places: number,
  options: BeamSearchOptions,
): { readonly ended: ScoredContinuation[]; readonly open: Hypothesis[] } {
  const { never, tokens: most, stop, ended: place = "narrow" } = options;
  // One more, so that enough are left where one of them is the end.
  const width = place === "narrow" ? places : places + 1;
  const candidates = hypotheses
    .flatMap(({ tokens, logProbability, row }) => {
      const logs = logProbabilities(logits, row, vocabulary, never);
      return topTokens(logs, width).map((token): Hypothesis => {
        return { tokens: [...tokens, token], logProbability: logProbability + logs[token]!, row };
      });
    })
    .sort((a, b) => b.logProbability - a.logProbability); // stable, so the order above decides between equals
  const ended: ScoredContinuation[] = [];
  const open: Hypothesis[] = [];
  for (const [rank, candidate] of candidates.entries()) {
    if (open.length === places || (place === "narrow" && rank === places)) break;
    const ending = endingOf(candidate.tokens, { end, most, stop });
    if (ending === undefined) open.push(candidate);
    // Only where an open text of its rank would be kept too.
    else if (rank < places)
      ended.push(scored(continuation(candidate.tokens, candidate.logProbability, ending), options));
  }
  return { ended, open };
}

function isOver(
  found: readonly ScoredContinuation[],
  open: readonly Hypothesis[],
  options: BeamSearchOptions,
): boolean {
  const { until = "bound", tokens: most } = options;
  if (found.length === 0 || until === "all") return false;
  if (until === "first") return true;
  const best = found.reduce((score, text) => Math.max(score, text.score), -Infinity);
  // Probabilities only fall from here, and a score is the better for length the longer the text.
  return open.every(({ logProbability }) => textScore(logProbability, most, options) <= best);
}
