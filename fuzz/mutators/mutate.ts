import type { Sample } from "../parser.js";
import type { Random } from "../random.js";
import { byteMutators, concat, joined } from "./mutate-bytes.js";
import { mutateJson } from "./mutate-json.js";
import { textMutators } from "./mutate-text.js";

const utf8 = new TextEncoder();

/** Bytes that are not UTF-8 become marks of replacement: text mutators then work on what is left. */
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A damaged copy of a sample: one to four mutations, one most often. @param all samples to take pieces from */
export function mutate(
  sample: Sample,
  random: Random,
  words: readonly string[],
  all: readonly Sample[],
): Uint8Array {
  let bytes = sample.bytes;
  const times = random.chance(0.6) ? 1 : 2 + random.below(3);
  for (let i = 0; i < times && bytes.length > 0; i++) bytes = once(bytes, sample, random, words, all);
  return sample.wrap?.(bytes) ?? bytes;
}

function once(
  bytes: Uint8Array,
  { form }: Sample,
  random: Random,
  words: readonly string[],
  all: readonly Sample[],
): Uint8Array {
  const kind = random.below(10);
  // Most of what reaches a reader of values must be values still.
  if (form === "json" && kind < 6) return jsonMutation(bytes, random, words);
  if (form !== "bytes" && kind < 8)
    return utf8.encode(random.pick(textMutators)(textOf(bytes), random, words));
  if (kind === 8 && words.length > 0)
    return joined(bytes, random.below(bytes.length), utf8.encode(random.pick(words)));
  if (kind === 9 && random.chance(0.3)) return spliced(bytes, random.pick(all).bytes, random);
  return random.pick(byteMutators)(bytes, random);
}

function jsonMutation(bytes: Uint8Array, random: Random, words: readonly string[]): Uint8Array {
  const text = textOf(bytes);
  // JSON lines: one of them.
  const lines = text.split("\n");
  const at = lines.length > 1 && isJson(lines[0]!) ? random.below(lines.length) : null;
  const part = at === null ? text : lines[at]!;
  if (!isJson(part)) return random.pick(byteMutators)(bytes, random);
  const mutated = damagedValue(part, random, words);
  if (at === null) return utf8.encode(mutated);
  lines[at] = mutated;
  return utf8.encode(lines.join("\n"));
}

/** What is nested too deep to be walked stays as it is. */
function damagedValue(text: string, random: Random, words: readonly string[]): string {
  try {
    return JSON.stringify(mutateJson(JSON.parse(text), random, words));
  } catch {
    return text;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The beginning of one and the end of another. */
function spliced(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  return concat(bytes.subarray(0, random.below(bytes.length)), other.subarray(random.below(other.length)));
}
