import { ConfigError, DataError } from "../errors.js";

/**
 * What says which token comes next, whatever it is made of. It holds the rows that are being continued, so one search at a
 * time goes over it.
 */
export interface NextTokenModel {
  /** Entries of the vocabulary, V. */
  readonly vocabulary: number;
  /** The token that ends a text; without one, texts end where they are cut. */
  readonly end?: number | undefined;
  /** Rows that it takes at once, at most. None told: any number. */
  readonly rows?: number | undefined;
  /**
   * Begins new rows, one a prompt, and forgets those before.
   * @param prompts token ids, of any lengths
   * @returns what follows each: logits (logarithms of probabilities up to a constant a row), `[rows, V]`
   */
  open(prompts: readonly ArrayLike<number>[]): Promise<Float32Array>;
  /**
   * Goes on: new row i is row `parents[i]` with `tokens[i]` behind it. A row may be continued several times, or not at all.
   * @returns logits of what follows each new row, `[rows, V]`
   */
  next(parents: Int32Array, tokens: Int32Array): Promise<Float32Array>;
}

/** What every way of decoding is told. */
export interface DecodingOptions {
  /** New tokens, at most, the end token among them. */
  readonly tokens: number;
  /** Ids that are never said, such as padding: the others share their probability. */
  readonly never?: readonly number[] | undefined;
  /** Whether new tokens have come to their end, asked after each: a stop word, say. */
  readonly stop?: ((tokens: readonly number[]) => boolean) | undefined;
}

/**
 * Refuses what no search can begin with.
 * @throws ConfigError for numbers that are not whole, and for more rows than the model takes
 * @throws DataError for no prompt at all, and for tokens that the vocabulary does not have
 */
export function checkDecoding(
  model: NextTokenModel,
  prompts: readonly ArrayLike<number>[],
  { tokens, never = [] }: DecodingOptions,
  rowsPerPrompt = 1,
): void {
  checkCount("New tokens (`tokens`)", tokens);
  const known = (id: number) => Number.isInteger(id) && id >= 0 && id < model.vocabulary;
  for (const id of [...never, ...(model.end === undefined ? [] : [model.end])])
    if (!known(id))
      throw new ConfigError(
        `Tokens that end a text or are never said (\`never\`) are ids of 0 to ${model.vocabulary - 1}; got ${id}.`,
        { id },
      );
  if (prompts.length === 0)
    throw new DataError("There is no prompt to go on from; give one, an empty one if need be.");
  for (const [i, prompt] of prompts.entries())
    for (const id of Array.from(prompt))
      if (!known(id))
        throw new DataError(
          `Prompts are token ids of 0 to ${model.vocabulary - 1}; prompt ${i + 1} has ${id}. Encode it with the model's own tokenizer.`,
          { id },
        );
  const rows = prompts.length * rowsPerPrompt;
  if (model.rows !== undefined && rows > model.rows)
    throw new ConfigError(
      `The model was opened for ${model.rows} rows at once (\`rows\`), and this takes ${rows}; open it for as many, or give fewer prompts.`,
      { rows },
    );
}

/** @throws ConfigError when it is no whole number from 1 */
export function checkCount(what: string, count: number): void {
  if (!(Number.isInteger(count) && count >= 1))
    throw new ConfigError(`${what} are a whole number from 1; got ${count}.`, { count });
}
