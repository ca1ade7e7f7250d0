import { ConfigError } from "../errors.js";
import { and, constant, greaterEqual, notEqual, type Tensor } from "../tensor/index.js";

/** What special tokens are there for, by the names of a tokenizer. */
export type TokenRole = "padding" | "unknown" | "classification" | "separator" | "mask" | "beginning" | "end";

/** What views of tokens have to know of the vocabulary. */
export interface TokenFacts {
  /** Number of its entries; tokens are whole numbers below it, and -1 where there is none. */
  readonly vocabulary: number;
  /** Ids of the special tokens that it has. */
  readonly specials: Readonly<Partial<Record<TokenRole, number>>>;
}

/** Special tokens that stand for something in the text, and are moved and taken away like it. */
const ofText: readonly TokenRole[] = ["unknown", "mask"];

/** Where there is a token of the text, bool like tokens: none, and what frames it (start, end, separators), is not. */
export function isContent(tokens: Tensor, { specials }: Pick<TokenFacts, "specials">): Tensor {
  const framing = (Object.keys(specials) as TokenRole[]).filter((role) => !ofText.includes(role));
  return isNoneOf(
    tokens,
    framing.flatMap((role) => specials[role] ?? []),
  );
}

/** Where there is a token that is not special at all, bool like tokens. */
export function isOrdinary(tokens: Tensor, { specials }: Pick<TokenFacts, "specials">): Tensor {
  return isNoneOf(
    tokens,
    Object.values(specials).flatMap((id) => id ?? []),
  );
}

/** Ids of the tokens that are not special, int32 `[V - S]`, in order. */
export function ordinaryIds({ vocabulary, specials }: TokenFacts): Tensor {
  const taken = new Set(Object.values(specials));
  const ids = Array.from({ length: vocabulary }, (_, id) => id).filter((id) => !taken.has(id));
  if (ids.length === 0)
    throw new ConfigError(
      `Texts need a vocabulary with more than special tokens; got ${vocabulary} entries, all of them special.`,
      { vocabulary },
    );
  return constant(Int32Array.from(ids), [ids.length]);
}

/**
 * The id of the mask token.
 * @throws ConfigError where the tokenizer has none; `who` asks for it
 */
export function maskToken(who: string, { specials }: Pick<TokenFacts, "specials">): number {
  if (specials.mask !== undefined) return specials.mask;
  throw new ConfigError(
    `${who} writes the mask token over others, and this tokenizer has none: use a \`tokenizer\` that has one, such as wordpiece, or what needs none, such as token-deletion or causal-language-model.`,
  );
}

function isNoneOf(tokens: Tensor, ids: readonly number[]): Tensor {
  // Ours come before all others, so that one comparison does.
  if (ids.every((id) => id < ids.length)) return greaterEqual(tokens, ids.length);
  return ids.reduce((kept, id) => and(kept, notEqual(tokens, id)), greaterEqual(tokens, 0));
}
