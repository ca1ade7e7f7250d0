import { readFile, stat } from "node:fs/promises";
import { DataError } from "../errors.js";

/** More than this is no text that Node can hold in one string. */
const mostBytes = 2 ** 29 - 25;

/**
 * The text of a table: UTF-8, or UTF-16 of either order with its byte order mark. Bytes that are neither are refused
 * rather than read as something else: names with foreign letters would then match no picture, or the wrong one.
 *
 * @param what the file is, for a message: `labels file`
 * @throws DataError when there is no such file, it cannot be read, or it is no such text
 */
export async function readTableText(path: string, what: string): Promise<string> {
  const failed = (reason: string, cause?: unknown) =>
    new DataError(
      `The ${what} ${path} ${reason}: give the path of a CSV file whose first line names its columns.`,
      { path },
      cause,
    );
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw failed(cause.code === "ENOENT" ? "does not exist" : `cannot be read (${cause.code})`, cause);
  });
  // A pipe would be waited for without end.
  if (!facts.isFile()) throw failed(facts.isDirectory() ? "is a folder" : "is no regular file");
  if (facts.size > mostBytes) throw failed(`has ${facts.size} bytes, more than a table of text may have`);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw failed(`cannot be read (${cause.code})`, cause);
  });
  return decodeTableText(bytes, path);
}

/** As readTableText, from bytes. */
export function decodeTableText(bytes: Uint8Array, name: string): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodeMarked(bytes, "utf-16le", name);
  if (first === 0xfe && second === 0xff) return decodeMarked(bytes, "utf-16be", name);
  if (first === 0x50 && second === 0x4b && third === 3)
    throw refused(name, "is a spreadsheet or an archive rather than a text: save it as CSV");
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw refused(
      name,
      `line ${lineOf(bytes, zero)} holds a zero byte, so it is neither UTF-8 nor UTF-16 with a byte order mark: save it as UTF-8`,
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const at = firstNotUtf8(bytes);
    throw refused(
      name,
      `line ${lineOf(bytes, at)} holds bytes that are not UTF-8 (${hex(bytes[at])}), and it has no mark of UTF-16: save it as UTF-8`,
    );
  }
}

function decodeMarked(bytes: Uint8Array, encoding: "utf-16le" | "utf-16be", name: string): string {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // The mark of UTF-32 begins with that of UTF-16.
    if (!text.includes("\0")) return text;
  } catch {
    throw refused(
      name,
      `begins with the mark of ${encoding.toUpperCase()}, but is cut short or damaged: save it again, as UTF-8`,
    );
  }
  throw refused(
    name,
    `begins with the mark of ${encoding.toUpperCase()}, but holds zeros, as UTF-32 and other files do: save it as UTF-8`,
  );
}

/**
 * Where text stops being UTF-8. Decoders say only that it does: the longest beginning that can be decoded is sought,
 * by halves; a sequence that a beginning cuts is not held against it.
 */
export function firstNotUtf8(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  const isGood = (end: number) => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isGood(middle)) good = middle;
    else bad = middle;
  }
  // What follows a first byte may be fine, and only show that the first one has no business there.
  const from = Math.min(good, bytes.length - 1);
  if ((bytes[from]! & 0xc0) === 0x80) return from;
  for (let at = from - 1; at >= Math.max(0, from - 3); at--) {
    if (bytes[at]! < 0x80) break;
    if (bytes[at]! >= 0xc0) return at + lengthFrom(bytes[at]!) > from ? at : from;
  }
  return from;
}

/** Bytes of a letter, as its first one says. */
function lengthFrom(first: number): number {
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) {
    if (bytes[i] === 10 || (bytes[i] === 13 && bytes[i + 1] !== 10)) line++;
  }
  return line;
}

export function hex(byte = 0): string {
  return `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

function refused(name: string, why: string): DataError {
  return new DataError(`${name} ${why}.`, { name });
}
