/** What can be told of a JSON text without making values of it. */
export interface JsonOutline {
  /** How many objects and arrays stand inside each other, at most. */
  readonly deepest: number;
  /**
   * The first key that some object has twice. JSON.parse keeps the last one silently, which would let a file claim two
   * places for one name.
   */
  readonly repeated: string | undefined;
}

/** Objects further inside than this are not looked at for repeated keys: their number has no bound. */
const deepestKeys = 16;

/**
 * Goes over a text once, by character and without recursion, so that neither long strings nor deep nesting can use up the
 * stack. Of a text that is no JSON the outline says nothing, but is made all the same.
 */
export function jsonOutline(text: string): JsonOutline {
  const open: (Set<string> | null)[] = [];
  let deepest = 0;
  let repeated: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") {
      open.push(character === "{" && open.length < deepestKeys ? new Set() : null);
      deepest = Math.max(deepest, open.length);
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === '"') {
      const start = at;
      at = endOfString(text, start);
      const keys = open.at(-1);
      if (keys == null || !isFollowedByColon(text, at + 1)) continue;
      const key = keyOf(text.slice(start, at + 1));
      if (keys.has(key)) repeated ??= key;
      keys.add(key);
    }
  }
  return { deepest, repeated };
}

/** Place of the closing quote. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function isFollowedByColon(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at]!)) at++;
  return text[at] === ":";
}

function keyOf(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted; // No JSON: whoever parses the text says so.
  }
}
