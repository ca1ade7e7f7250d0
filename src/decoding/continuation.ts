/** Why a text goes no further: it said the end token, it was told to stop, or it has as many tokens as were asked for. */
export type Ending = "end" | "stop" | "length";

/** What was put behind a prompt. */
export interface Continuation {
  /** New tokens, without the end token. */
  readonly tokens: Int32Array;
  /** Logarithm of its probability after the prompt, in nats, the end token's share among it where it said one. */
  readonly logProbability: number;
  readonly ended: Ending;
}

/** Tokens that were chosen, the end token among them: what length normalisation counts. */
export function lengthOf({ tokens, ended }: Pick<Continuation, "tokens" | "ended">): number {
  return tokens.length + (ended === "end" ? 1 : 0);
}

/** How a text stands after its newest token; undefined where it goes on. */
export function endingOf(
  tokens: readonly number[],
  {
    end,
    most,
    stop,
  }: {
    readonly end: number | undefined;
    readonly most: number;
    readonly stop?: ((tokens: readonly number[]) => boolean) | undefined;
  },
): Ending | undefined {
  if (end !== undefined && tokens.at(-1) === end) return "end";
  if (stop?.(tokens) === true) return "stop";
  return tokens.length >= most ? "length" : undefined;
}

/** A text as it is handed back. */
export function continuation(tokens: readonly number[], logProbability: number, ended: Ending): Continuation {
  return {
    tokens: Int32Array.from(ended === "end" ? tokens.slice(0, -1) : tokens),
    logProbability,
    ended,
  };
}
