import { firstNotUtf8, hex } from "../data/index.js";
import { DataError } from "../errors.js";

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

/** What files are that begin so, and what to do with them: many of these could pass for text for a while. */
const otherHeads: readonly (readonly [head: readonly number[], is: string, way: string])[] = [
  [[0x50, 0x4b, 3, 4], "a spreadsheet, a document or an archive", "save what is in it as plain text or CSV"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF", "extract its text first"],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], "a document in RTF", "save it as plain text"],
  [[0x1f, 0x8b], "packed with gzip", "unpack it first"],
  [[0x28, 0xb5, 0x2f, 0xfd], "packed with zstd", "unpack it first"],
  [[0x42, 0x5a, 0x68, 0x39], "packed with bzip2", "unpack it first"],
];

/**
 * Decodes the bytes of a text file as they come: UTF-8, or UTF-16 of either order with its byte order mark. Characters that
 * are cut between two pieces are put together; nothing else is held.
 *
 * Its methods throw DataError for what is no text, with the file and the place.
 */
export class TextDecoding {
  private encoding: Encoding | null = null;
  private decoder = new TextDecoder();
  /** The first bytes of a character whose others are yet to come. */
  private rest: Uint8Array = new Uint8Array(0);
  /** Where `rest` stands in the file. */
  private at = 0;

  constructor(
    private readonly path: string,
    private readonly invalid: "refuse" | "replace" = "refuse",
  ) {}

  /** The text of what comes next. */
  push(bytes: Uint8Array): string {
    return this.decode(joined(this.rest, bytes), false);
  }

  /** The text of what is left at the end of the file. */
  finish(): string {
    return this.decode(this.rest, true);
  }

  private decode(bytes: Uint8Array, isLast: boolean): string {
    this.rest = bytes.subarray(0, 0);
    const body = this.encoding === null ? this.begin(bytes, isLast) : bytes;
    if (body === null) return "";
    const end = isLast ? body.length : wholeCharacters(body, this.encoding!);
    const text = this.text(body.subarray(0, end));
    this.rest = body.slice(end);
    this.at += end;
    return text;
  }

  /** Finds the encoding and passes over its mark; null where more must be known. */
  private begin(bytes: Uint8Array, isLast: boolean): Uint8Array | null {
    if (bytes.length < 8 && !isLast) {
      this.rest = bytes.slice();
      return null;
    }
    for (const [head, is, way] of otherHeads)
      if (head.every((byte, i) => bytes[i] === byte))
        throw this.failure(`${this.path} is no text but ${is}: ${way}.`, 0);
    const [first, second, third] = bytes;
    const isLittle = first === 0xff && second === 0xfe;
    const isBig = first === 0xfe && second === 0xff;
    this.encoding = isLittle ? "utf-16le" : isBig ? "utf-16be" : "utf-8";
    this.decoder = new TextDecoder(this.encoding, { fatal: this.invalid === "refuse", ignoreBOM: true });
    const mark = isLittle || isBig ? 2 : first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
    this.at = mark;
    return bytes.subarray(mark);
  }

  private text(bytes: Uint8Array): string {
    if (this.encoding === "utf-8") {
      const zero = bytes.indexOf(0);
      if (zero >= 0)
        throw this.failure(
          `${this.path} holds a zero byte at byte ${this.at + zero}, so it is no text in UTF-8, nor in UTF-16 with a byte order mark: give a text file, or save it as UTF-8.`,
          this.at + zero,
        );
    }
    try {
      const text = this.decoder.decode(bytes);
      // The mark of UTF-32 begins with that of UTF-16.
      if (this.encoding === "utf-8" || !text.includes("\0")) return text;
    } catch {
      throw this.invalidBytes(bytes);
    }
    throw this.failure(
      `${this.path} begins with the mark of ${this.encoding!.toUpperCase()}, but holds zeros, as UTF-32 and other files do: save it as UTF-8.`,
      this.at,
    );
  }

  private invalidBytes(bytes: Uint8Array): DataError {
    const way = 'save it as UTF-8, or set `invalid: "replace"` to read such bytes as U+FFFD';
    if (this.encoding !== "utf-8")
      return this.failure(
        `${this.path} begins with the mark of ${this.encoding!.toUpperCase()}, but is damaged or cut short after byte ${this.at}: ${way}.`,
        this.at,
      );
    const place = this.at + firstNotUtf8(bytes);
    const bad = hex(bytes[place - this.at]);
    return this.failure(
      `${this.path} holds bytes that are not UTF-8 (${bad} at byte ${place}), and it has no mark of UTF-16: ${way}.`,
      place,
    );
  }

  private failure(message: string, at: number): DataError {
    return new DataError(message, { path: this.path, at });
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** How many of the bytes end with a whole character, as far as the last ones tell. */
function wholeCharacters(bytes: Uint8Array, encoding: Encoding): number {
  const { length } = bytes;
  if (encoding !== "utf-8") {
    const even = length - (length % 2);
    const high = bytes[encoding === "utf-16le" ? even - 1 : even - 2];
    return even > 0 && high !== undefined && (high & 0xfc) === 0xd8 ? even - 2 : even;
  }
  for (let back = 1; back <= Math.min(3, length); back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte < 0xc0) continue;
    const needed = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return needed > back ? length - back : length;
  }
  return length;
}
