import { ConfigError, DataError } from "../errors.js";
import { IdList } from "./id-list.js";
import {
  type Frame,
  type SpecialRole,
  type SpecialTokens,
  specialNames,
  specialPattern,
} from "./special-tokens.js";
import type { DecodeOptions, EncodeOptions, Tokenizer, TokenizerKind } from "./tokenizer.js";
import { type JsonFacts, tokenizerJson } from "./tokenizer-json.js";

/** What a kind of tokenizer knows; special tokens, frames and checks of ids are the same for all. */
export interface TokenizerParts {
  readonly kind: TokenizerKind;
  readonly vocabulary: readonly string[];
  readonly specials: SpecialTokens;
  readonly frame: Frame | undefined;
  readonly json: JsonFacts;
  /** Whether a token that is not special goes on with a word. */
  readonly continues: (token: string) => boolean;
  /** Adds the ids of a text without special tokens. */
  readonly encode: (text: string, into: IdList) => void;
  /** The text of ids that exist. */
  readonly decode: (ids: Int32Array) => string;
}

/** @throws ConfigError for a frame with a special token that the tokenizer does not have */
export function buildTokenizer(parts: TokenizerParts): Tokenizer {
  const { vocabulary, specials, frame } = parts;
  const special = Object.keys(specials).length;
  const opening = (frame?.opening ?? []).map((role) => idOf(specials, role));
  const closing = (frame?.closing ?? []).map((role) => idOf(specials, role));
  const pattern = specialPattern(specials);
  const idOfName = new Map(vocabulary.slice(0, special).map((name, id) => [name, id]));

  const into = new IdList();
  function encode(text: string, options: EncodeOptions = {}): Int32Array {
    into.length = 0;
    if (options.framed) for (const id of opening) into.push(id);
    let at = 0;
    if (pattern !== undefined && options.names !== "text") {
      pattern.lastIndex = 0;
      for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
        if (found.index > at) parts.encode(text.slice(at, found.index), into);
        into.push(idOfName.get(found[0])!);
        at = pattern.lastIndex;
      }
    }
    if (at < text.length) parts.encode(at === 0 ? text : text.slice(at), into);
    if (options.framed) for (const id of closing) into.push(id);
    return into.take();
  }

  function decode(ids: ArrayLike<number>, options: DecodeOptions = {}): string {
    const kept = new Int32Array(ids.length);
    let count = 0;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      if (!(Number.isInteger(id) && id >= 0 && id < vocabulary.length))
        throw new DataError(
          `Ids of this tokenizer are whole numbers from 0 to ${vocabulary.length - 1}, not ${id}; decode with the one that encoded.`,
        );
      if (options.specials !== "skip" || id >= special) kept[count++] = id;
    }
    return parts.decode(kept.subarray(0, count));
  }

  return {
    kind: parts.kind,
    vocabulary,
    specials,
    frame: { opening, closing },
    continuesWord: Uint8Array.from(vocabulary, (token, id) =>
      Number(id >= special && parts.continues(token)),
    ),
    encode,
    decode,
    toJson: () => tokenizerJson(vocabulary, specials, frame, parts.json),
  };
}

function idOf(specials: SpecialTokens, role: SpecialRole): number {
  const id = specials[role];
  if (id === undefined)
    throw new ConfigError(
      `${specialNames[role] ?? role} is to stand beside texts (\`frame\`) and is none of the tokenizer's special tokens; give it that one too (\`specials\`).`,
    );
  return id;
}
