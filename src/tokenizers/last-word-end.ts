const space = /\p{White_Space}/u;

/**
 * Where a text can be cut in two that have the same tokens: before the last white space that follows something else, where
 * words end for every tokenizer; 0 where there is no such place.
 */
export function lastWordEnd(text: string): number {
  let follows = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const isSpace = space.test(text[at]!);
    if (!isSpace && follows) return at + 1;
    follows = isSpace;
  }
  return 0;
}
