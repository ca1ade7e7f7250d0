import type { ImageSource } from "../data/index.js";

/** Says what should be known of pictures before they are drawn: which of a folder could not be read, too. */
export function tellWarnings(
  { name, skipped, warnings = [] }: Pick<ImageSource, "name" | "skipped" | "warnings">,
  onWarning: (message: string) => void = () => undefined,
): void {
  for (const message of warnings) onWarning(message);
  const [first] = skipped;
  if (first === undefined) return;
  const more = skipped.length === 1 ? "" : `, and ${skipped.length - 1} more`;
  onWarning(
    `${skipped.length === 1 ? "A picture" : `${skipped.length} pictures`} of ${name} cannot be read and ${skipped.length === 1 ? "is" : "are"} left out: ${first.id} (${first.reason})${more}.`,
  );
}
