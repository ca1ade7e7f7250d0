import type { Random } from "../random.js";
import { extremeTexts, inheritedNames, oddCharacters } from "./words.js";

/** One way to damage a text. @param words what its reader knows */
export type TextMutator = (text: string, random: Random, words: readonly string[]) => string;

const replaceOne = (text: string, pattern: RegExp, random: Random, by: string) => {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: old } = random.pick(found);
  return text.slice(0, index) + by + text.slice(index + old.length);
};

const number: TextMutator = (text, random) =>
  replaceOne(text, /-?\d+(\.\d+)?/g, random, random.pick(extremeTexts));

const inherited: TextMutator = (text, random) =>
  replaceOne(text, /[A-Za-z_][\w-]*/g, random, random.pick(inheritedNames));

const word: TextMutator = (text, random, words) =>
  words.length === 0 ? text : replaceOne(text, /[A-Za-z_][\w./-]*|\d+/g, random, random.pick(words));

const insertWord: TextMutator = (text, random, words) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + random.pick([...words, ...oddCharacters]) + text.slice(at);
};

const odd: TextMutator = (text, random) => {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + random.pick(oddCharacters) + text.slice(at + (random.chance(0.5) ? 1 : 0));
};

/** Line ends stay what they are. */
const lines: TextMutator = (text, random) => {
  const all = text.split("\n");
  const [one, other] = [random.below(all.length), random.below(all.length)];
  const kind = random.below(4);
  if (kind === 0) all.splice(one, 1);
  else if (kind === 1) all.splice(other, 0, all[one]!);
  else if (kind === 2) [all[one], all[other]] = [all[other]!, all[one]!];
  else return all.join(random.pick(["\r\n", "\r", "\n\n"]));
  return all.join("\n");
};

/** Brackets that no stack should have to follow. */
const deep: TextMutator = (text, random) => {
  const times = random.pick([5, 70, 5000]);
  const [open, close] = random.pick([
    ["[", "]"],
    ['{"a":', "}"],
    ["(", ")"],
  ] as const);
  return replaceOne(
    text,
    /-?\d+(\.\d+)?|"[^"]*"/g,
    random,
    `${open.repeat(times)}1${close.repeat(random.chance(0.8) ? times : times - 1)}`,
  );
};

const long: TextMutator = (text, random) =>
  replaceOne(
    text,
    /[A-Za-z_]\w*|\d+/g,
    random,
    random.pick(["x", "9", "é"]).repeat(random.pick([300, 20_000])),
  );

export const textMutators: readonly TextMutator[] = [
  ...[number, number, inherited, inherited, word, word, insertWord, odd, lines, lines, deep, long],
];
