import { DataError } from "../errors.js";
import { codeOf, openRegular, readFailure } from "../formats/index.js";
import { TextDecoding } from "./decode-text.js";

/** Bytes of a file that are read at once. */
export const bytesAtOnce = 1 << 18;

export interface FileReading {
  readonly invalid: "refuse" | "replace";
  /** Told how many bytes more were read. */
  readonly onBytes?: ((count: number) => void) | undefined;
  readonly signal?: AbortSignal | null;
  readonly atOnce?: number | undefined;
}

/**
 * The text of a file in pieces; one of them is in memory.
 * @throws DataError when the file cannot be read, or is no text
 */
export async function* decodedFile(
  path: string,
  { invalid, onBytes, signal, atOnce = bytesAtOnce }: FileReading,
): AsyncGenerator<string, void, undefined> {
  const unreadable = (cause: unknown) =>
    new DataError(
      `${path} cannot be read as text: ${readFailure(cause)}.`,
      { path, code: codeOf(cause) },
      cause,
    );
  const file = await openRegular(path).catch((cause: unknown) => Promise.reject(unreadable(cause)));
  try {
    const decoding = new TextDecoding(path, invalid);
    const bytes = new Uint8Array(atOnce);
    for (;;) {
      signal?.throwIfAborted();
      const { bytesRead } = await file
        .read(bytes, 0, atOnce)
        .catch((cause: unknown) => Promise.reject(unreadable(cause)));
      if (bytesRead === 0) break;
      onBytes?.(bytesRead);
      const text = decoding.push(bytes.subarray(0, bytesRead));
      if (text !== "") yield text;
    }
    const last = decoding.finish();
    if (last !== "") yield last;
  } finally {
    await file.close();
  }
}
