import { UnlabelError } from "../errors.js";

/** What is kept in the cache, for messages. */
export interface Kept {
  /** With an article. */
  readonly what: string;
  /** What makes it less. */
  readonly less: string;
  /** What another command has to do where it is not kept. */
  readonly again: string;
}

export const keptPictures: Kept = {
  what: "The decoded pictures",
  less: "a smaller `size` or `limit`",
  again: "decode them again",
};

/** What keeps it from being written, in a sentence. */
export function cacheError(
  folder: string,
  needed: number,
  cause: unknown,
  { what, less }: Kept = keptPictures,
): UnlabelError {
  const own = cause as { code?: string; cause?: { code?: string } } | null;
  const code = own?.code ?? own?.cause?.code ?? String(cause);
  const ways = `choose another folder with \`cacheFolder\` or UNLABEL_CACHE, give \`cacheFolder: "none"\`, or choose ${less}`;
  const full = code === "ENOSPC" || code === "EDQUOT";
  return new UnlabelError(
    full
      ? `The disk that holds ${folder} has no room for ${what[0]!.toLowerCase()}${what.slice(1)} (${megabytes(needed)} MB): free some space, ${ways}.`
      : `${what} (${megabytes(needed)} MB) cannot be written to ${folder} (${code}): ${ways}.`,
    { folder, needed, code },
    cause,
  );
}

export function megabytes(bytes: number): number {
  return Math.max(1, Math.round(bytes / 1e6));
}
