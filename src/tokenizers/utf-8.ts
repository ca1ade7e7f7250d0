import { codePointAt } from "./code-point-classes.js";

/**
 * Writes the UTF-8 bytes of code units: for words of a few letters quicker than through a string and TextEncoder. A lone
 * surrogate is U+FFFD.
 * @param into room for three bytes a unit from `at` on
 * @returns where the bytes end
 */
export function writeUtf8(
  units: Uint16Array,
  start: number,
  end: number,
  into: Int32Array,
  at: number,
): number {
  let to = at;
  for (let i = start; i < end; i++) {
    let codePoint = codePointAt(units, i, end);
    if (codePoint > 0xffff) i++;
    else if ((codePoint & 0xf800) === 0xd800) codePoint = 0xfffd;
    if (codePoint < 0x80) {
      into[to++] = codePoint;
      continue;
    }
    if (codePoint < 0x800) into[to++] = 0xc0 | (codePoint >> 6);
    else {
      if (codePoint < 0x1_0000) into[to++] = 0xe0 | (codePoint >> 12);
      else {
        into[to++] = 0xf0 | (codePoint >> 18);
        into[to++] = 0x80 | ((codePoint >> 12) & 0x3f);
      }
      into[to++] = 0x80 | ((codePoint >> 6) & 0x3f);
    }
    into[to++] = 0x80 | (codePoint & 0x3f);
  }
  return to;
}
