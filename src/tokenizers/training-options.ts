import { ConfigError, DataError } from "../errors.js";
import type { Corpus } from "./corpus.js";
import {
  type Frame,
  type SpecialRole,
  type SpecialTokens,
  specialRoles,
  specialTokens,
} from "./special-tokens.js";

/** What a vocabulary is learned from and how large it becomes. */
export interface TrainingOptions extends Corpus {
  /** Entries of the vocabulary, special tokens among them. */
  readonly vocabularySize: number;
  /** How often two neighbours must occur to become one token (default 2). */
  readonly minimumFrequency?: number;
  /** Special tokens by what they are there for; all of them by default. */
  readonly specials?: readonly SpecialRole[];
  /** What `encode` with `framed` puts beside a text. */
  readonly frame?: Frame;
}

/** @throws ConfigError for a number that is none */
export function checkWhole(name: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least)
    throw new ConfigError(`\`${name}\` is a whole number from ${least} on, not ${value}; give one.`);
  return value;
}

/** @throws ConfigError where `unknown` is not among the special tokens of a vocabulary that needs it */
export function withUnknown(roles: readonly SpecialRole[] = specialRoles): SpecialTokens {
  const specials = specialTokens(roles);
  if (specials.unknown === undefined)
    throw new ConfigError(
      "A vocabulary of characters or pieces of words needs [UNK] for what it does not know; give it that special token too (`specials`).",
    );
  return specials;
}

/** @throws ConfigError where the vocabulary has no room for what it begins with */
export function checkRoom(size: number, special: number, alphabet: number, what: string): void {
  if (size < special + alphabet)
    throw new ConfigError(
      `A vocabulary holds at least its ${special} special tokens and ${alphabet} ${what}, ${special + alphabet} entries, more than the ${size} that were asked for (\`vocabularySize\`); ask for ${special + alphabet} or more.`,
    );
}

/** @throws DataError where the texts give fewer entries than were asked for */
export function checkFilled(entries: number, size: number, minimumFrequency: number): void {
  if (entries >= size) return;
  const rare =
    minimumFrequency > 1
      ? `, as nothing else occurs ${minimumFrequency} times or more (\`minimumFrequency\`)`
      : "";
  throw new DataError(
    `These texts give a vocabulary of ${entries} entries and no more${rare}, fewer than the ${size} that were asked for (\`vocabularySize\`); ask for ${entries} or fewer, or give more text.`,
    { entries, size },
  );
}
