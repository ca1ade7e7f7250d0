import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { checkIndices, type DataSource, type Labels } from "../data/index.js";
import type { Tokenizer } from "../tokenizers/index.js";
import { type Cutting, readSamples } from "./read-samples.js";

/** `tokens`: int32 ids, [count, longest], -1 where there is none. */
export type TokenArrays = { readonly tokens: Int32Array };

/** Texts as tokens. */
export interface TextSource extends DataSource<TokenArrays> {
  readonly kind: "text";
  readonly partner?: TextSource;
  readonly tokenizer: Tokenizer;
  /** Tokens of a sample, at most (of a window, exactly): the second side of what `read` gives. */
  readonly longest: number;
  /** Whether each text is a sample, or each window of all texts one after the other. */
  readonly cut: "texts" | "windows";
  /** A sample as a person reads it: its tokens as text, those too that `longest` cuts off, up to the first million. */
  readonly text: (index: number) => Promise<string>;
  /** Where the tokens are. */
  readonly storedIn: "memory" | "disk";
}

export interface TextSourceParts extends Cutting {
  readonly name: string;
  readonly limit: number;
  readonly notes: readonly string[];
  readonly onNote: ((sentence: string) => void) | null;
  /** Stable name of a text, by its number. */
  readonly textId: (text: number) => string;
  /** Null when there are no labels. */
  readonly readLabels: ((texts: number) => Promise<Labels>) | null;
}

const printedAtOnce = 256;

/** Tokens of a text that are shown, at most: a whole file may be one text. */
const mostShown = 1 << 20;

/** A source over the tokens of a corpus. */
export function textSourceOf(parts: TextSourceParts): TextSource {
  const { set, tokenizer, longest, cut, readLabels } = parts;
  const { texts, tokens } = set.facts;
  const all = cut === "texts" ? texts : Math.floor(tokens / longest);
  const length = Math.min(all, parts.limit);
  let labels: Promise<Labels> | null = null;
  let prints: Promise<BigUint64Array> | null = null;

  async function toldLabels(reading: Promise<Labels>): Promise<Labels> {
    const found = await reading;
    for (const sentence of found.notes ?? []) parts.onNote?.(sentence);
    return found;
  }
  async function read(indices: ArrayLike<number>): Promise<TokenArrays> {
    checkIndices(indices, length);
    return { tokens: await readSamples(parts, indices) };
  }
  /** Tokens of a window, or of a text, those too that a sample has no room for. */
  async function whole(index: number): Promise<Int32Array> {
    checkIndices([index], length);
    const { start, length: count } =
      cut === "texts" ? set.entry(index) : { start: index * longest, length: longest };
    const found = new Int32Array(Math.min(count, mostShown));
    await set.read(start, found.length, found, 0);
    return found;
  }
  async function readPrints(): Promise<BigUint64Array> {
    const found = new BigUint64Array(length);
    for (let first = 0; first < length; first += printedAtOnce) {
      // Lets others have their turn, Ctrl-C among them.
      await setImmediate();
      const count = Math.min(printedAtOnce, length - first);
      const tokens = await readSamples(
        parts,
        Int32Array.from({ length: count }, (_, i) => first + i),
      );
      for (let i = 0; i < count; i++)
        found[first + i] = printOf(tokens.subarray(i * longest, (i + 1) * longest));
    }
    return found;
  }
  return {
    kind: "text",
    ...{ name: parts.name, length, tokenizer, longest, cut, notes: parts.notes },
    skipped: [],
    inSequence: cut === "windows",
    storedIn: set.store.storedIn,
    id(index) {
      checkIndices([index], length);
      if (cut === "texts") return parts.textId(index);
      const token = index * longest;
      return `${parts.textId(set.textAt(token))}#${token}`;
    },
    hasLabels: readLabels !== null,
    async labels() {
      if (readLabels === null) return null;
      labels ??= toldLabels(readLabels(length));
      return labels;
    },
    read,
    async text(index) {
      return tokenizer.decode(await whole(index), { specials: "skip" });
    },
    async fingerprints() {
      prints ??= readPrints();
      return (await prints).slice();
    },
    close: () => set.store.close(),
  };
}

/** The first 8 bytes of SHA-1 over the tokens up to the last one: padding behind them makes no difference. */
function printOf(tokens: Int32Array): bigint {
  let end = tokens.length;
  while (end > 0 && tokens[end - 1]! < 0) end--;
  const bytes = new Uint8Array(tokens.buffer, tokens.byteOffset, 4 * end);
  return createHash("sha1").update("tokens").update(bytes).digest().readBigUInt64BE();
}
