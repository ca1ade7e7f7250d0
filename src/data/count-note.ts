import type { Skipped } from "./source.js";

/**
 * How many pictures a source has, in a sentence.
 *
 * @param there pictures that were found, with those that `limit` cut off and those that cannot be read
 */
export function countNote(name: string, length: number, there: number, skipped: readonly Skipped[]): string {
  const count = `${length}${length + skipped.length < there ? ` of ${there}` : ""}`;
  const left =
    skipped.length === 0
      ? ""
      : `; ${skipped.length} more cannot be read and ${skipped.length === 1 ? "is" : "are"} left out: ${namesOf(skipped)}`;
  return `${count} picture${count === "1" ? "" : "s"} in ${name}${left}.`;
}

/** The samples of two sources that have no partner, in a sentence; none where all have one. */
export function aloneNote(name: string, skipped: readonly Skipped[]): string[] {
  if (skipped.length === 0) return [];
  const what = skipped.length === 1 ? "1 sample has" : `${skipped.length} samples have`;
  return [
    `${what} no partner and ${skipped.length === 1 ? "is" : "are"} left out of ${name}: ${namesOf(skipped)}.`,
  ];
}

const mostNamed = 5;

/** The first ones with the reason, which is said once where the next has the same: `a.png and b.png (no partner in odd)`. */
function namesOf(skipped: readonly Skipped[]): string {
  const named = skipped
    .slice(0, mostNamed)
    .map(({ id, reason }, i, shown) => (shown[i + 1]?.reason === reason ? id : `${id} (${reason})`));
  const rest = skipped.length - named.length;
  return `${named.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}
