/**
 * The first key that some object of a valid JSON text has twice, or undefined. JSON.parse keeps
 * the last one silently, which would let a file claim two places for one name.
 *
 * @param json a text that JSON.parse has accepted
 */
export function repeatedKey(json: string): string | undefined {
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}]/gs;
  const open: Set<string>[] = [];
  for (const [text, colon] of json.matchAll(token)) {
    if (text === "{") open.push(new Set());
    else if (text === "}") open.pop();
    else if (colon !== undefined) {
      const key = JSON.parse(text.slice(0, text.length - colon.length)) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
