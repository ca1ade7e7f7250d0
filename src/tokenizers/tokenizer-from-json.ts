import { DataError, shorten } from "../errors.js";
import { bpeTokenizer } from "./bpe-tokenizer.js";
import { byteTokenizer } from "./byte-tokenizer.js";
import { characterTokenizer } from "./character-tokenizer.js";
import { checkBytes, checkCharacters, mergesOf } from "./json-tokens.js";
import { sameJson } from "./same-json.js";
import {
  type Frame,
  namesOf,
  type SpecialRole,
  specialNames,
  specialRoles,
  specialTokens,
} from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";
import { wordPieceTokenizer } from "./word-piece-tokenizer.js";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A tokenizer of what `toJson` gave: the file's text, or what was parsed from it. Every part must be as it is written here, since
 * any other may mean other ids.
 * @param name what messages call the file
 * @throws DataError for a file that something else wrote, or that was changed
 */
export function tokenizerFromJson(json: string | object, name = "tokenizer.json"): Tokenizer {
  const file = fieldsOf(typeof json === "string" ? parsed(json, name) : json);
  const model = fieldsOf(file.model);
  const vocabulary = vocabularyOf(fieldsOf(model.vocab));
  const added = Array.isArray(file.added_tokens)
    ? file.added_tokens.map((token) => fieldsOf(token).content)
    : [];
  const specials = specialTokens(specialRoles.filter((role) => added.includes(specialNames[role])));
  const names = namesOf(specials);
  const frame = frameOf(fieldsOf(file.post_processor).single, Object.keys(specials) as SpecialRole[]);
  if (vocabulary === undefined || names.some((token, id) => vocabulary[id] !== token))
    throw unlike(name, "its entries are not numbered from 0 on, special tokens first");

  const given = { vocabulary, specials, frame };
  const tokens = vocabulary.slice(names.length);
  let tokenizer: Tokenizer | undefined;
  const decoder = fieldsOf(file.decoder).type;
  if (model.type === "WordPiece" && specials.unknown !== undefined) {
    const lowercase = fieldsOf(file.normalizer).type === "Sequence";
    tokenizer = wordPieceTokenizer({ ...given, lowercase });
  } else if (model.type === "BPE" && decoder === "Fuse" && specials.unknown !== undefined) {
    if (checkCharacters(tokens)) tokenizer = characterTokenizer(given);
  } else if (model.type === "BPE" && decoder === "ByteLevel" && checkBytes(tokens)) {
    if (fieldsOf(file.pre_tokenizer).type === "ByteLevel")
      tokenizer = byteTokenizer({ specials: Object.keys(specials) as SpecialRole[], frame });
    else {
      const merges = mergesOf(model.merges, vocabulary, names.length);
      if (merges !== undefined) tokenizer = bpeTokenizer({ ...given, merges });
    }
  }
  if (tokenizer === undefined)
    throw unlike(name, "its model is none of those, or has tokens that it cannot have");
  const written = tokenizer.toJson() as unknown as Fields;
  const fields = new Set([...Object.keys(written), ...Object.keys(file)]);
  for (const field of fields)
    if (
      !Object.hasOwn(file, field) ||
      !Object.hasOwn(written, field) ||
      !sameJson(file[field], written[field])
    )
      throw unlike(name, `"${shorten(field)}" is otherwise`);
  return tokenizer;
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${name} is no JSON, so it is damaged; write it again.`, { name }, cause);
  }
}

function unlike(name: string, what: string): DataError {
  return new DataError(
    `${name} is not as the tokenizers here are written (bytes, characters, BPE or WordPiece): ${what}; train one, or take the file as it was written.`,
    { name },
  );
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** Tokens by id; undefined unless the ids are 0, 1, 2 and so on. */
function vocabularyOf(vocab: Fields): readonly string[] | undefined {
  const entries = Object.entries(vocab);
  const tokens = new Array<string | undefined>(entries.length).fill(undefined);
  for (const [token, id] of entries) {
    if (typeof id !== "number" || !Object.hasOwn(tokens, id) || tokens[id] !== undefined) return undefined;
    tokens[id] = token;
  }
  return tokens as readonly string[];
}

/** What the template puts before and after a text; undefined where there is none. Whether all of it was read is seen later. */
function frameOf(single: unknown, roles: readonly SpecialRole[]): Frame | undefined {
  if (!Array.isArray(single)) return undefined;
  const parts = single.map((part) => {
    const id = fieldsOf(fieldsOf(part).SpecialToken).id;
    return roles.find((role) => specialNames[role] === id);
  });
  const text = parts.indexOf(undefined);
  if (text < 0) return undefined;
  const known = (role: SpecialRole | undefined): role is SpecialRole => role !== undefined;
  return { opening: parts.slice(0, text).filter(known), closing: parts.slice(text + 1).filter(known) };
}
