import { grown } from "./grown.js";
import { writeUtf8 } from "./utf-8.js";
import { textOf } from "./word-splitter.js";

/**
 * Distinct words of texts, numbered from 0 as they come. Words are looked up by their place in the text and kept as code
 * units side by side: no string is made, which is most of the time that a map of strings takes.
 */
export class WordTable {
  size = 0;
  private units = new Uint16Array(1 << 16);
  /** Where each word begins in `units`, and where the last ends. */
  private starts = new Int32Array(1 << 12);
  /** Numbers of words plus one, each with the word's hash beside it, by hash; at most half full. */
  private slots = new Int32Array(1 << 14);

  /** Code units of all words together. */
  get length(): number {
    return this.starts[this.size]!;
  }

  /** The word's number; one that is not there yet gets the next. */
  indexOf(text: Uint16Array, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ text[i]!, 0x01_00_01_93);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b_3c6d);
    hash ^= hash >>> 13;
    const mask = this.slots.length - 2;
    let slot = (hash << 1) & mask;
    for (let found = this.slots[slot]!; found !== 0; found = this.slots[slot]!) {
      if (this.slots[slot + 1] === hash && this.holds(found - 1, text, start, end)) return found - 1;
      slot = (slot + 2) & mask;
    }
    this.slots[slot] = this.size + 1;
    this.slots[slot + 1] = hash;
    return this.add(text, start, end);
  }

  word(index: number): string {
    return textOf(this.units, this.starts[index]!, this.starts[index + 1]!);
  }

  /** Writes the word's UTF-8 bytes and says where they end. @param into room for three bytes a code unit from `at` on */
  writeUtf8(index: number, into: Int32Array, at: number): number {
    return writeUtf8(this.units, this.starts[index]!, this.starts[index + 1]!, into, at);
  }

  private holds(index: number, text: Uint16Array, start: number, end: number): boolean {
    const from = this.starts[index]!;
    if (this.starts[index + 1]! - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.units[from + i - start] !== text[i]!) return false;
    return true;
  }

  private add(text: Uint16Array, start: number, end: number): number {
    const index = this.size;
    const from = this.starts[index]!;
    const to = from + end - start;
    if (to > this.units.length) this.units = grown(this.units, to, Uint16Array);
    if (index + 2 > this.starts.length) this.starts = grown(this.starts, index + 2, Int32Array);
    for (let i = start; i < end; i++) this.units[from + i - start] = text[i]!;
    this.starts[index + 1] = to;
    this.size++;
    if (this.size * 4 > this.slots.length) this.rehash();
    return index;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 2;
    for (let old = 0; old < this.slots.length; old += 2) {
      if (this.slots[old] === 0) continue;
      const hash = this.slots[old + 1]!;
      let slot = (hash << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = this.slots[old]!;
      slots[slot + 1] = hash;
    }
    this.slots = slots;
  }
}
