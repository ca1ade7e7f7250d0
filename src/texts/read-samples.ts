import type { Tokenizer } from "../tokenizers/index.js";
import type { TokenSet } from "./token-set.js";

/** Samples that follow each other are read together: so many, and of texts so many tokens, at most. */
const mostTogether = 256;
const mostTokens = 1 << 18;

/** How samples are cut out of tokens. */
export interface Cutting {
  readonly set: TokenSet;
  readonly tokenizer: Tokenizer;
  readonly longest: number;
  readonly cut: "texts" | "windows";
}

/** How many tokens are left for a text once its frame stands. */
export function roomFor({ frame }: Tokenizer, longest: number): number {
  return longest - frame.opening.length - frame.closing.length;
}

/** Reads samples, [count, longest], -1 where there is no token. @param indices of samples that exist */
export async function readSamples(cutting: Cutting, indices: ArrayLike<number>): Promise<Int32Array> {
  const { longest, cut } = cutting;
  const found = new Int32Array(indices.length * longest).fill(-1);
  const read = cut === "texts" ? readTexts : readWindows;
  await Promise.all(
    Array.from(stretches(indices), ({ at, first, count }) =>
      read(cutting, first, count, found, at * longest),
    ),
  );
  return found;
}

/** Cuts indices into stretches of samples that follow each other. */
function* stretches(indices: ArrayLike<number>) {
  for (let at = 0; at < indices.length; ) {
    const first = indices[at]!;
    let count = 1;
    while (at + count < indices.length && count < mostTogether && indices[at + count] === first + count)
      count++;
    yield { at, first, count };
    at += count;
  }
}

function readWindows(
  { set, longest }: Cutting,
  first: number,
  count: number,
  into: Int32Array,
  at: number,
): Promise<void> {
  return set.read(first * longest, count * longest, into, at);
}

/** Texts between what frames each, cut where they have no room. */
async function readTexts(
  { set, tokenizer, longest }: Cutting,
  first: number,
  count: number,
  into: Int32Array,
  at: number,
): Promise<void> {
  const { opening, closing } = tokenizer.frame;
  const room = roomFor(tokenizer, longest);
  const entries = set.entries(first, count);
  const from = entries[0]!.start;
  const end = entries.at(-1)!.start + entries.at(-1)!.length;
  const isShort = end - from <= mostTokens;
  const all = new Int32Array(isShort ? end - from : 0);
  if (isShort) await set.read(from, all.length, all, 0);
  for (const [i, { start, length }] of entries.entries()) {
    const place = at + i * longest;
    const kept = Math.min(length, room);
    into.set(opening, place);
    if (isShort) into.set(all.subarray(start - from, start - from + kept), place + opening.length);
    else await set.read(start, kept, into, place + opening.length);
    into.set(closing, place + opening.length + kept);
  }
}
