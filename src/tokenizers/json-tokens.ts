import { bytesOf, characterOfByte } from "./byte-alphabet.js";
import { PairTable } from "./pair-table.js";

/** Whether all tokens stand for bytes, and each byte has one. */
export function checkBytes(tokens: readonly string[]): boolean {
  const there = new Set(tokens);
  return (
    tokens.every((token) => token !== "" && bytesOf(token) !== undefined) &&
    characterOfByte.every((character) => there.has(character))
  );
}

/** Whether each token is one character. */
export function checkCharacters(tokens: readonly string[]): boolean {
  return tokens.every((token) => /^\P{Cs}$/su.test(token));
}

/**
 * Merges by ids of those by text; undefined unless each is a pair of tokens that makes a third, once.
 * @param special how many of the first tokens are special: no merge makes one
 */
export function mergesOf(
  merges: unknown,
  vocabulary: readonly string[],
  special: number,
): readonly (readonly [number, number])[] | undefined {
  if (!Array.isArray(merges)) return undefined;
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const idOf = (token: unknown) => (typeof token === "string" ? (ids.get(token) ?? -1) : -1);
  const pairs = new PairTable();
  const found: (readonly [number, number])[] = [];
  for (const merge of merges) {
    if (!Array.isArray(merge) || merge.length !== 2) return undefined;
    const [first, second] = [idOf(merge[0]), idOf(merge[1])];
    if (first < special || second < special || idOf(`${merge[0]}${merge[1]}`) < special) return undefined;
    if (pairs.indexOf(first, second) !== found.length) return undefined;
    found.push([first, second]);
  }
  return found;
}
