import type { ByteStore } from "./byte-store.js";

/** What is known of tokens that were made of a corpus: plain data. */
export interface TokenFacts {
  /** Bytes of a token: 2 where the vocabulary has at most 65,536 entries, else 4. */
  readonly width: 2 | 4;
  /** Tokens of all texts, with what closes each. */
  readonly tokens: number;
  readonly texts: number;
  /** Whether a token that closes it stands behind each text. */
  readonly closes: boolean;
  /** Of each file, the number of its first text. */
  readonly firstTexts: readonly number[];
  /** Labels of the table in the order in which they came; null where none were read. */
  readonly classNames: readonly string[] | null;
  /** Code units of all texts. */
  readonly characters: number;
  /** How many texts have how many tokens, for lengths below `mostCounted`; longer ones count as that. */
  readonly lengths: readonly (readonly [tokens: number, texts: number])[];
  /** Lines or cells without a text, and words that were too long to be held. */
  readonly empty: number;
  readonly cutWords: number;
  /** Whether reading stopped because of a limit. */
  readonly isPart: boolean;
}

/** Lengths of texts are told apart up to this many tokens. */
export const mostCounted = 8192;

/** Bytes of what is kept of a text: where its tokens begin (float64), its line (uint32) and its class (int32). */
export const entryBytes = 16;

/** One text among the tokens. */
export interface TextEntry {
  /** Where its tokens begin, and how many there are. */
  readonly start: number;
  readonly length: number;
  readonly line: number;
  /** Its class, -1 where it has none. */
  readonly label: number;
}

/** Tokens of a corpus, and where its texts are among them: tokens, then an entry a text and one for the end. */
export class TokenSet {
  constructor(
    readonly facts: TokenFacts,
    readonly store: ByteStore,
  ) {}

  /** The texts from a number on. */
  entries(first: number, count: number): TextEntry[] {
    const bytes = new Uint8Array((count + 1) * entryBytes);
    this.store.readNow(this.entriesAt + first * entryBytes, bytes);
    const view = new DataView(bytes.buffer);
    const closing = this.facts.closes ? 1 : 0;
    return Array.from({ length: count }, (_, i) => {
      const at = i * entryBytes;
      const start = view.getFloat64(at, true);
      return {
        start,
        length: view.getFloat64(at + entryBytes, true) - start - closing,
        line: view.getUint32(at + 8, true),
        label: view.getInt32(at + 12, true),
      };
    });
  }

  entry(text: number): TextEntry {
    return this.entries(text, 1)[0]!;
  }

  /** The text that a token belongs to, or that it closes. */
  textAt(token: number): number {
    let [low, high] = [0, this.facts.texts - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.entry(middle).start <= token) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The file that a text is in. */
  fileOf(text: number): number {
    const { firstTexts } = this.facts;
    let [low, high] = [0, firstTexts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (firstTexts[middle]! <= text) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Copies `count` tokens from `start` on into `into`, from `at` on. */
  async read(start: number, count: number, into: Int32Array, at: number): Promise<void> {
    const { width } = this.facts;
    const bytes = new Uint8Array(count * width);
    await this.store.read(start * width, bytes);
    into.set(width === 2 ? new Uint16Array(bytes.buffer) : new Int32Array(bytes.buffer), at);
  }

  private get entriesAt(): number {
    return this.facts.tokens * this.facts.width;
  }
}
