import { visible } from "../visible.js";

/** A word as a shell takes it, to be copied from the terminal. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  // What cannot be shown is spelled in the form that shells read back.
  if (visible(word) !== word)
    return `$'${visible(word.replace(/[\\']/g, "\\$&")).replace(/\\u\{(\w+)\}/g, (_, code: string) => `\\u${code.padStart(4, "0")}`)}'`;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
