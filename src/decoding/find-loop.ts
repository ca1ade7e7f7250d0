import { checkCount } from "./next-token-model.js";

/** A text's end that says the same again and again. */
export interface Loop {
  /** Where it begins: the first token of the first time. */
  readonly start: number;
  /** Tokens that are repeated. */
  readonly period: number;
  /** How often they stand there, whole times. */
  readonly times: number;
}

/**
 * The loop that a text ends in: the fewest tokens that stand there at least `times` times in a row up to the last token,
 * where the last time may be cut short. Undefined where there is none. A loop that the text has left is not found: decoding
 * that loops does so until it is cut. In time proportional to the text (Z-algorithm on the text read backwards).
 * @param times whole times that make a loop, from 2. Default 3.
 * @throws ConfigError when `times` is no whole number from 2
 */
export function findLoop(
  tokens: ArrayLike<number>,
  { times = 3 }: { readonly times?: number } = {},
): Loop | undefined {
  checkCount("Times that make a loop (`times`), less one,", times - 1);
  const agreeing = agreements(Array.from(tokens).reverse());
  for (let period = 1; period * times <= tokens.length; period++) {
    // So many tokens at the end have this period: one time, and what agrees with what stands a period later.
    const covered = period + agreeing[period]!;
    if (covered >= period * times)
      return { start: tokens.length - covered, period, times: Math.floor(covered / period) };
  }
  return undefined;
}

/** By place, how many values from there on agree with those from the beginning on. */
function agreements(values: readonly number[]): Int32Array {
  const found = new Int32Array(values.length);
  let [from, to] = [0, 0];
  for (let at = 1; at < values.length; at++) {
    let length = at < to ? Math.min(to - at, found[at - from]!) : 0;
    while (at + length < values.length && values[length] === values[at + length]) length++;
    found[at] = length;
    if (at + length > to) [from, to] = [at, at + length];
  }
  return found;
}
