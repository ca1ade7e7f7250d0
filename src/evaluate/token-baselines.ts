import { type DataSource, evenlySpread, inOrder, subset } from "../data/index.js";
import { kindOf } from "../kinds/index.js";

/** What tokens cost that are told by how often they occur, and nothing else: nats a token. */
export interface TokenBaselines {
  /** By how often each occurs. */
  readonly unigram: number;
  /** By how often each follows the one before it. */
  readonly bigram: number;
  /** Tokens that were counted. */
  readonly counted: number;
}

/** Which tokens are judged: all but those that nothing stands before, or all that are not special. */
export interface Judging {
  readonly vocabulary: number;
  readonly which: "next" | "hidden";
  readonly specials: readonly number[];
}

/** Texts are counted up to so many, spread evenly: the counts of more are hardly others. */
const mostCounted = 20_000;

/** Counts the tokens of some texts, and how often each follows another. */
export function countTokens(vocabulary: number) {
  const [single, before, kinds] = [0, 0, 0].map(() => new Float64Array(vocabulary)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const pairs = new Map<number, number>();
  let all = 0;
  const known = (token: number) => token >= 0 && token < vocabulary;
  /** Add-one smoothing, so that no token is impossible. */
  const unigram = (token: number) => (single[token]! + 1) / (all + vocabulary);
  return {
    get counted() {
      return all;
    },
    add(text: ArrayLike<number>): void {
      for (let i = 0; i < text.length; i++) {
        const [last, token] = [i === 0 ? -1 : text[i - 1]!, text[i]!];
        if (!known(token)) continue;
        all++;
        single[token]!++;
        if (!known(last)) continue;
        const pair = last * vocabulary + token;
        if (!pairs.has(pair)) kinds[last]!++;
        before[last]!++;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
    },
    unigram,
    /**
     * Witten and Bell's: the more kinds of tokens were seen behind one, the more is left to how often tokens occur at all.
     * @param last -1 where there is none
     */
    bigram(last: number, token: number): number {
      if (!known(last) || before[last] === 0) return unigram(token);
      const seen = pairs.get(last * vocabulary + token) ?? 0;
      return (seen + kinds[last]! * unigram(token)) / (before[last]! + kinds[last]!);
    },
  };
}

/**
 * What the tokens of texts cost by counts of others.
 * @returns null where samples are no texts, or there is nothing to judge
 */
export async function tokenBaselines(
  training: DataSource,
  judged: DataSource,
  { vocabulary, which, specials }: Judging,
): Promise<TokenBaselines | null> {
  const counts = countTokens(vocabulary);
  await eachText(subset(training, evenlySpread(training.length, mostCounted)), (text) => counts.add(text));
  let [unigram, bigram, tokens] = [0, 0, 0];
  await eachText(judged, (text) => {
    for (let i = 0; i < text.length; i++) {
      const [last, token] = [i === 0 ? -1 : text[i - 1]!, text[i]!];
      if (token < 0 || (which === "next" ? last < 0 : specials.includes(token))) continue;
      unigram -= Math.log(counts.unigram(token));
      bigram -= Math.log(counts.bigram(last, token));
      tokens++;
    }
  });
  if (tokens === 0 || counts.counted === 0) return null;
  return { unigram: unigram / tokens, bigram: bigram / tokens, counted: counts.counted };
}

async function eachText(source: DataSource, told: (text: Int32Array) => void): Promise<void> {
  const kind = kindOf(source);
  for await (const batch of inOrder(source, { batchSize: 256 })) {
    const rows = batch.indices.length;
    const tokens = Object.values(kind.feeds(batch)).find((values) => values instanceof Int32Array);
    if (tokens === undefined) return;
    const longest = tokens.length / rows;
    for (let i = 0; i < rows; i++) told(tokens.subarray(i * longest, (i + 1) * longest) as Int32Array);
  }
}
