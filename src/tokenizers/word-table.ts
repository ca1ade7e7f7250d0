import { grown } from "./grown.js";

/** Lone surrogates become U+FFFD, as they do in UTF-8. */
const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });

/**
 * Distinct words of texts, numbered from 0 as they come. Words are looked up by their place in the text and kept as code
 * units side by side: no string is made, which is most of the time that a map of strings takes.
 */
export class WordTable {
  size = 0;
  private units = new Uint16Array(1 << 16);
  /** Where each word begins in `units`, and where the last ends. */
  private starts = new Int32Array(1 << 12);
  private hashes = new Int32Array(1 << 12);
  /** Numbers of words plus one, by hash; at most half full. */
  private slots = new Int32Array(1 << 13);

  /** Code units of all words together. */
  get length(): number {
    return this.starts[this.size]!;
  }

  /** The word's number; one that is not there yet gets the next. */
  indexOf(text: string, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01_00_01_93);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b_3c6d);
    hash ^= hash >>> 13;
    const mask = this.slots.length - 1;
    let slot = hash & mask;
    for (let found = this.slots[slot]!; found !== 0; found = this.slots[slot]!) {
      if (this.hashes[found - 1] === hash && this.holds(found - 1, text, start, end)) return found - 1;
      slot = (slot + 1) & mask;
    }
    this.slots[slot] = this.size + 1;
    return this.add(hash, text, start, end);
  }

  word(index: number): string {
    // Through a decoder rather than `fromCharCode`, which takes only so many.
    return decoder.decode(this.units.subarray(this.starts[index]!, this.starts[index + 1]!));
  }

  private holds(index: number, text: string, start: number, end: number): boolean {
    const from = this.starts[index]!;
    if (this.starts[index + 1]! - from !== end - start) return false;
    for (let i = start; i < end; i++) if (this.units[from + i - start] !== text.charCodeAt(i)) return false;
    return true;
  }

  private add(hash: number, text: string, start: number, end: number): number {
    const index = this.size;
    const from = this.starts[index]!;
    const to = from + end - start;
    if (to > this.units.length) this.units = grown(this.units, to, Uint16Array);
    if (index + 2 > this.starts.length) {
      this.starts = grown(this.starts, index + 2, Int32Array);
      this.hashes = grown(this.hashes, index + 2, Int32Array);
    }
    for (let i = start; i < end; i++) this.units[from + i - start] = text.charCodeAt(i);
    this.hashes[index] = hash;
    this.starts[index + 1] = to;
    this.size++;
    if (this.size * 2 > this.slots.length) this.rehash();
    return index;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 4);
    const mask = slots.length - 1;
    for (let index = 0; index < this.size; index++) {
      let slot = this.hashes[index]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.slots = slots;
  }
}
