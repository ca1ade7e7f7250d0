import type { Skipped } from "./source.js";

/**
 * How many pictures a source has, in a sentence.
 *
 * @param there pictures that were found, with those that `limit` cut off and those that cannot be read
 */
export function countNote(name: string, length: number, there: number, skipped: readonly Skipped[]): string {
  const count = `${length}${length + skipped.length < there ? ` of ${there}` : ""}`;
  const [first] = skipped;
  const left =
    first === undefined
      ? ""
      : `; ${skipped.length} more cannot be read and ${skipped.length === 1 ? "is left out:" : "are left out, such as"} ${first.id} (${first.reason})`;
  return `${count} picture${count === "1" ? "" : "s"} in ${name}${left}.`;
}
