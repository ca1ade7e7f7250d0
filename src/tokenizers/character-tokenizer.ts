import { buildTokenizer } from "./build-tokenizer.js";
import { pairModel } from "./byte-tokenizer.js";
import { type Frame, type SpecialTokens, specialNames } from "./special-tokens.js";
import type { Tokenizer } from "./tokenizer.js";

export interface CharacterVocabulary {
  /** Special tokens, `unknown` among them, then characters (code points). */
  readonly vocabulary: readonly string[];
  readonly specials: SpecialTokens;
  readonly frame?: Frame | undefined;
}

/** Texts as their characters (code points); one that the vocabulary does not have is the unknown token. */
export function characterTokenizer({ vocabulary, specials, frame }: CharacterVocabulary): Tokenizer {
  const special = Object.keys(specials).length;
  const unknown = specials.unknown!;
  const codePoints = vocabulary.slice(special).map((character) => character.codePointAt(0)!);
  const idOf = new Int32Array(codePoints.reduce((most, codePoint) => Math.max(most, codePoint), 0) + 1);
  idOf.fill(unknown);
  for (const [i, codePoint] of codePoints.entries()) idOf[codePoint] = special + i;
  return buildTokenizer({
    ...{ kind: "characters", vocabulary, specials, frame },
    json: {
      ...{ normalizer: null, preTokenizer: null, decoder: { type: "Fuse" } },
      // A BPE without merges: the one model of the format that puts the unknown token for one character.
      model: pairModel(specialNames.unknown, []),
    },
    continues: (character) => !/\p{White_Space}/u.test(character),
    encode(text, into) {
      for (let at = 0; at < text.length; at++) {
        const codePoint = text.codePointAt(at)!;
        if (codePoint > 0xffff) at++;
        into.push(codePoint < idOf.length ? idOf[codePoint]! : unknown);
      }
    },
    decode(ids) {
      let text = "";
      for (const id of ids) text += vocabulary[id]!;
      return text;
    },
  });
}
