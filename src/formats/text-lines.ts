import { DataError } from "../errors.js";
import { openRegular } from "./open-regular.js";
import { codeOf, readFailure } from "./read-failure.js";

/** Bytes of a line, at most: a text cannot be much longer in Node. */
export const longestLine = 1 << 28;

/**
 * Lines of a text file without their ends, however large the file is: only one piece of it and the line that is being
 * read are in memory.
 * @param atOnce bytes of a piece
 * @throws DataError when the file cannot be read, or a line is longer than a text can be
 */
export async function* textLines(path: string, atOnce = 1 << 20): AsyncGenerator<string, void, undefined> {
  const file = await openRegular(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    const piece = Buffer.alloc(atOnce);
    let begun: Buffer[] = [];
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, atOnce).catch((cause: unknown) => {
        throw unreadable(path, cause);
      });
      if (bytesRead === 0) break;
      let start = 0;
      for (let end = piece.indexOf(0x0a); end >= 0 && end < bytesRead; end = piece.indexOf(0x0a, start)) {
        yield textOf([...begun, piece.subarray(start, end)]);
        [begun, length, start] = [[], 0, end + 1];
      }
      if (start === bytesRead) continue;
      // A copy: the next piece is read into the same memory.
      begun.push(Buffer.from(piece.subarray(start, bytesRead)));
      length += bytesRead - start;
      if (length > longestLine)
        throw new DataError(
          `A line of ${path} is longer than ${longestLine} bytes: it is no text of this program.`,
          {
            path,
          },
        );
    }
    if (begun.length > 0) yield textOf(begun);
  } finally {
    await file.close();
  }
}

/** Whole bytes of a line first: a character may be cut between two pieces. */
function textOf(pieces: readonly Buffer[]): string {
  return (pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)).toString("utf8");
}

function unreadable(path: string, cause: unknown): DataError {
  return new DataError(
    `Could not read ${path}: ${readFailure(cause)}; check that the file exists and may be read.`,
    { path, code: codeOf(cause) },
    cause,
  );
}
