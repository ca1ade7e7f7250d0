import { type Features, featuresOf } from "../../metrics/index.js";
import type { TextSource } from "../../texts/index.js";

/** Terms at most; fewer where many texts would make too many numbers of them. */
const mostTerms = 8192;
const mostNumbers = 2 ** 26;
/** Terms of fewer texts tell these texts from others, and nothing of any other. */
const fewestTexts = 2;

/**
 * Words of texts as features: how often each stands in a text, times ln((1 + n) / (1 + texts that have it)) + 1, each text of
 * length one (scikit-learn's TfidfVectorizer in its own settings, with at most 8,192 words: those of most texts).
 * @param train texts whose words are counted
 * @returns features `[N, terms]` of any texts
 */
export async function tfIdf(train: TextSource): Promise<(source: TextSource) => Promise<Features>> {
  const texts = new Map<string, number>();
  for await (const words of wordsOf(train))
    for (const word of words.keys()) texts.set(word, (texts.get(word) ?? 0) + 1);
  const most = Math.min(mostTerms, Math.max(1, Math.floor(mostNumbers / Math.max(1, train.length))));
  const terms = [...texts]
    .filter(([, count]) => count >= fewestTexts)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most);
  const place = new Map(terms.map(([word], i) => [word, i]));
  const weight = terms.map(([, count]) => Math.log((1 + train.length) / (1 + count)) + 1);
  const width = Math.max(1, terms.length);
  return async (source) => {
    const vectors = new Float32Array(source.length * width);
    let row = 0;
    for await (const words of wordsOf(source)) {
      const own = vectors.subarray(row, row + width);
      for (const [word, count] of words) {
        const at = place.get(word);
        if (at !== undefined) own[at] = count * weight[at]!;
      }
      const length = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
      if (length > 0) for (let i = 0; i < width; i++) own[i]! /= length;
      row += width;
    }
    return featuresOf(vectors, width);
  };
}

/** Words of two letters or digits and more, in small letters, with how often each stands there: a map a text. */
async function* wordsOf(source: TextSource): AsyncGenerator<ReadonlyMap<string, number>> {
  for (let i = 0; i < source.length; i++) {
    const words = new Map<string, number>();
    for (const [word] of (await source.text(i)).toLowerCase().matchAll(/[\p{L}\p{N}_]{2,}/gu))
      words.set(word, (words.get(word) ?? 0) + 1);
    yield words;
  }
}
