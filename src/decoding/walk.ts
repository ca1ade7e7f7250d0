import { type Continuation, continuation, type Ending, endingOf } from "./continuation.js";
import { logProbabilities } from "./log-probabilities.js";
import { checkDecoding, type DecodingOptions, type NextTokenModel } from "./next-token-model.js";

/** One token as it is chosen. */
export interface ChosenToken {
  /** Which prompt it goes on from, from 0. */
  readonly prompt: number;
  readonly token: number;
  /** Logarithm of its probability by the model, whatever was done to it for the choice. */
  readonly logProbability: number;
  /** Why the text ends with it; missing where it goes on. */
  readonly ended?: Ending;
}

/** Chooses the next token by logarithms of probabilities `[V]`, for a prompt that has had `step` tokens. */
export type Choice = (logs: Float64Array, prompt: number, step: number) => number;

/** Goes on from all prompts at once, a token at a time; texts that end leave, and the others go on without them. */
export async function* walk(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  choose: Choice,
  options: DecodingOptions,
): AsyncGenerator<ChosenToken, void> {
  checkDecoding(model, prompts, options);
  const { tokens: most, never, stop } = options;
  const said = prompts.map((): number[] => []);
  let open = [...prompts.keys()];
  let logits = await model.open(prompts);
  for (let step = 0; ; step++) {
    const [parents, tokens, still]: [number[], number[], number[]] = [[], [], []];
    for (const [row, prompt] of open.entries()) {
      const logs = logProbabilities(logits, row, model.vocabulary, never);
      const token = choose(logs, prompt, step);
      const own = said[prompt]!;
      own.push(token);
      const ended = endingOf(own, { end: model.end, most, stop });
      if (ended === undefined) {
        parents.push(row);
        tokens.push(token);
        still.push(prompt);
      }
      yield { prompt, token, logProbability: logs[token]!, ...(ended === undefined ? {} : { ended }) };
    }
    if (still.length === 0) return;
    open = still;
    logits = await model.next(Int32Array.from(parents), Int32Array.from(tokens));
  }
}

/** Whole texts of a walk, one a prompt. */
export async function collected(
  chosen: AsyncIterable<ChosenToken>,
  prompts: number,
): Promise<Continuation[]> {
  const found = Array.from({ length: prompts }, () => ({ tokens: [] as number[], logProbability: 0 }));
  const texts: Continuation[] = [];
  for await (const { prompt, token, logProbability, ended } of chosen) {
    const text = found[prompt]!;
    text.tokens.push(token);
    text.logProbability += logProbability;
    if (ended !== undefined) texts[prompt] = continuation(text.tokens, text.logProbability, ended);
  }
  return texts;
}
