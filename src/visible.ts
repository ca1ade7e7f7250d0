/**
 * Characters that a terminal obeys rather than shows: control characters, those that turn the direction of writing, and
 * separators of lines (joiners within words and emoji are left). A file name may hold any of them, and so hide a message or write another in its place.
 */
const obeyed = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const named: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x1b": "\\x1b" };

/** A text of which nothing is obeyed: what would be is spelled, as in `\x1b`. */
export function visible(text: string): string {
  return text.replace(obeyed, spelled);
}

/**
 * The same for a message of several lines: a line end stays where the next line is indented or empty, as in messages
 * of this program; a file name that holds one cannot begin a line of its own.
 * @param anyLine whether lines may begin anywhere, as those of a table do
 */
export function visibleLines(text: string, anyLine = false): string {
  return text.replace(obeyed, (character, at: number) => {
    if (character !== "\n") return spelled(character);
    const isOurs = anyLine || at === 0 || at === text.length - 1 || /[\n ]/.test(text[at + 1] ?? "");
    return isOurs ? character : spelled(character);
  });
}

function spelled(character: string): string {
  const code = character.codePointAt(0) as number;
  return (
    named[character] ??
    (code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`)
  );
}
