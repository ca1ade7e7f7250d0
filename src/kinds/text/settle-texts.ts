import { textAugmentation } from "../../augment/index.js";
import { DataError } from "../../errors.js";
import { openTexts, readTokenizer, type TextSource } from "../../texts/index.js";
import type { Tokenizer, TokenizerKind } from "../../tokenizers/index.js";
import type { Asked, SettledSamples } from "../kind.js";
import { openTextsAs } from "./open-as.js";
import type { TextData } from "./text-data.js";
import { tokenizerOf } from "./text-facts.js";
import type { textOptions } from "./text-options.js";

/** Words that are no kinds of tokenizer are files. */
const tokenizerKinds: readonly string[] = [
  "bytes",
  "characters",
  "bpe",
  "wordpiece",
] satisfies TokenizerKind[];

type AskedTexts = Asked<typeof textOptions> & { readonly like?: TextData | undefined };

/**
 * Opens texts for a new run: what makes tokens of them is what was said, else what the run has that it starts from, whose encoder
 * knows no other tokens, else learned from them.
 */
export async function settleTexts({
  augment: _,
  data: path,
  ...asked
}: AskedTexts): Promise<SettledSamples<TextData, TextSource>> {
  const source = await openLearning(path, asked);
  const { tokenizer } = source;
  const read = {
    kind: source.kind,
    path,
    split: asked.split ?? null,
    per: asked.per ?? null,
    textColumn: asked.textColumn ?? null,
    invalid: asked.invalid ?? "refuse",
    cut: asked.cut ?? "texts",
    longest: source.longest,
    tokenizer: tokenizer.toJson() as unknown as TextData["tokenizer"],
    labels: asked.labels ?? "auto",
    labelColumn: asked.labelColumn ?? null,
    limit: asked.limit ?? null,
  } as const;
  const { cacheFolder, onProgress, signal } = asked;
  return {
    source,
    augment: textAugmentation,
    openPair: (pair) =>
      openTextsAs(
        { ...read, holdout: 0, most: null, path: pair, labels: "none", labelColumn: null, limit: null },
        { cacheFolder, onProgress, signal },
      ),
    keep: async (_samples, division) => ({ ...read, ...division }),
  };
}

/** Opens texts with the tokenizer that was said, or a vocabulary of them. */
async function openLearning(path: string, asked: Omit<AskedTexts, "data">): Promise<TextSource> {
  const { tokenizer, vocabularySize, onProgress, onDecodeCost: __, like, ...reading } = asked;
  const open = (given: Tokenizer | { readonly kind: TokenizerKind; readonly vocabularySize?: number }) =>
    openTexts(path, { ...reading, onProgress, tokenizer: given });
  if (tokenizer !== undefined && !tokenizerKinds.includes(tokenizer))
    return open(await readTokenizer(tokenizer));
  if (like !== undefined && tokenizer === undefined && vocabularySize === undefined)
    return openTexts(path, {
      ...{ ...reading, longest: reading.longest ?? like.longest },
      ...{ onProgress, tokenizer: tokenizerOf(like) },
    });
  const kind = (tokenizer ?? "wordpiece") as TokenizerKind;
  if (vocabularySize !== undefined || tokenizer !== undefined)
    return open({ kind, ...(vocabularySize === undefined ? {} : { vocabularySize }) });
  try {
    return await open({ kind });
  } catch (error) {
    // Few texts have fewer words than are usual, which nobody asked for: then they are all learned.
    const entries = error instanceof DataError ? error.context.entries : undefined;
    if (typeof entries !== "number") throw error;
    return open({ kind, vocabularySize: entries });
  }
}
