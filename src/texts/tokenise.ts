import { setImmediate } from "node:timers/promises";
import { DataError } from "../errors.js";
import type { Tokenizer } from "../tokenizers/index.js";
import type { ByteSink } from "./byte-store.js";
import type { ReadingCounts } from "./corpus-texts.js";
import type { TextPiece } from "./text-pieces.js";
import { entryBytes, mostCounted, type TokenFacts } from "./token-set.js";

/** Tokens and entries that are held before they are handed on. */
const mostHeld = 1 << 16;
const mostClasses = 1_000_000;

/** Where reading may stop. */
export interface ReadingLimits {
  readonly texts: number;
  readonly tokens: number;
}

/** The token that stands behind a text where texts follow each other: what closes it for the tokenizer, if anything. */
export function closingToken(tokenizer: Tokenizer): number | undefined {
  return tokenizer.frame.closing.at(-1) ?? tokenizer.specials.end;
}

/**
 * Makes tokens of texts as they come and hands them on. Names of special tokens in a text, such as `[MASK]`, are text.
 *
 * @param batches from `corpusTexts` @param hasLabels whether texts bring labels
 * @param file the place of the file that is being read
 * @throws DataError for more classes than there can be
 */
export async function tokenise(
  batches: AsyncIterable<readonly TextPiece[]>,
  tokenizer: Tokenizer,
  sink: ByteSink,
  {
    limits,
    counts,
    hasLabels,
    file,
    onTexts,
  }: {
    readonly limits: ReadingLimits;
    readonly counts: ReadingCounts;
    readonly hasLabels: boolean;
    readonly file: () => number;
    readonly onTexts?: (texts: number) => void;
  },
): Promise<TokenFacts> {
  const width = tokenizer.vocabulary.length <= 0x1_0000 ? 2 : 4;
  const closing = closingToken(tokenizer);
  const closers = Int32Array.of(closing ?? 0);
  const classes = new Map<string, number>();
  const lengths = new Map<number, number>();
  const firstTexts: number[] = [];
  const tokens = new Held(width, (bytes) => sink.tokens(bytes));
  const entries = new Held(entryBytes, (bytes) => sink.entries(bytes));
  let [texts, characters, begun, start, isPart] = [0, 0, 0, 0, false];
  const isFull = () => texts >= limits.texts || tokens.count >= limits.tokens;

  const classOf = (label: string | null): number => {
    if (label === null) return -1;
    const known = classes.get(label);
    if (known !== undefined) return known;
    if (classes.size === mostClasses)
      throw new DataError(
        `The labels have more than ${mostClasses} different values: choose another column with \`labelColumn\`, or set \`labels\` to none.`,
      );
    classes.set(label, classes.size);
    return classes.size - 1;
  };

  function endText({ line, label }: TextPiece): Promise<void> | undefined {
    if (begun === 0) {
      counts.empty++;
      return undefined;
    }
    const counted = Math.min(begun, mostCounted);
    lengths.set(counted, (lengths.get(counted) ?? 0) + 1);
    const from = start;
    const pushed = closing === undefined ? undefined : tokens.push(closers);
    texts++;
    start = tokens.count;
    begun = 0;
    const noted = entries.entry(from, line, classOf(label));
    return pushed === undefined ? noted : Promise.all([pushed, noted]).then(() => undefined);
  }

  let last: TextPiece | null = null;
  for await (const batch of batches) {
    while (firstTexts.length <= file()) firstTexts.push(texts);
    for (const piece of batch) {
      if (isFull()) {
        isPart = true;
        break;
      }
      const ids = tokenizer.encode(piece.text, { names: "text" });
      characters += piece.text.length;
      begun += ids.length;
      const pushed = tokens.push(ids);
      if (pushed !== undefined) await pushed;
      last = piece.ends ? null : piece;
      const ended = piece.ends ? endText(piece) : undefined;
      if (ended !== undefined) await ended;
    }
    onTexts?.(texts);
    if (isPart) break;
    // Lets others have their turn, Ctrl-C among them.
    await setImmediate();
  }
  // A limit may end within a text.
  if (last !== null) await endText(last);
  await entries.entry(tokens.count, 0, -1);
  await tokens.finish();
  await entries.finish();
  return {
    ...{ width, tokens: tokens.count, texts, closes: closing !== undefined, firstTexts },
    classNames: hasLabels ? [...classes.keys()] : null,
    ...{ characters, lengths: [...lengths].sort(([a], [b]) => a - b), isPart },
    ...{ empty: counts.empty, cutWords: counts.cutWords },
  };
}

/** Numbers of one width, handed on when there are many. Its methods give a promise only where they hand on: texts are many. */
class Held {
  private readonly view: DataView;
  private filled = 0;
  /** How many there were so far. */
  count = 0;

  constructor(
    private readonly width: number,
    private readonly hand: (bytes: Uint8Array) => Promise<void>,
  ) {
    this.view = new DataView(new ArrayBuffer(mostHeld * width));
  }

  push(ids: Int32Array): Promise<void> | undefined {
    this.count += ids.length;
    if (this.filled + ids.length > mostHeld) return this.pushMany(ids);
    this.write(ids, 0, ids.length);
    return undefined;
  }

  private async pushMany(ids: Int32Array): Promise<void> {
    for (let from = 0; from < ids.length; ) {
      if (this.filled === mostHeld) await this.finish();
      const to = Math.min(ids.length, from + mostHeld - this.filled);
      this.write(ids, from, to);
      from = to;
    }
  }

  private write(ids: Int32Array, from: number, to: number): void {
    const { view, width } = this;
    let at = this.filled * width;
    for (let i = from; i < to; i++, at += width)
      if (width === 2) view.setUint16(at, ids[i]!, true);
      else view.setInt32(at, ids[i]!, true);
    this.filled += to - from;
  }

  entry(start: number, line: number, label: number): Promise<void> | undefined {
    const at = this.filled++ * this.width;
    this.view.setFloat64(at, start, true);
    this.view.setUint32(at + 8, line, true);
    this.view.setInt32(at + 12, label, true);
    this.count++;
    return this.filled === mostHeld ? this.finish() : undefined;
  }

  async finish(): Promise<void> {
    if (this.filled > 0) await this.hand(new Uint8Array(this.view.buffer, 0, this.filled * this.width));
    this.filled = 0;
  }
}
