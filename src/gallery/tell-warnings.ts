import type { ImageSource } from "../data/index.js";

/** Says what should be known of pictures before they are drawn: which of a folder could not be read, too. */
export function tellWarnings(
  { name, skipped, warnings = [] }: Pick<ImageSource, "name" | "skipped" | "warnings">,
  onWarning: (message: string) => void = () => undefined,
): void {
  for (const message of warnings) onWarning(message);
  const [first] = skipped;
  if (first === undefined) return;
  const [left, more] =
    skipped.length === 1
      ? ["1 picture is", ""]
      : [`${skipped.length} pictures are`, `, and ${skipped.length - 1} more`];
  onWarning(`${left} left out of ${name}, unreadable: ${first.id} (${first.reason})${more}.`);
}
