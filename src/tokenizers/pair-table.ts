import { grown } from "./grown.js";

/** Pairs of symbols, numbered from 0 as they come. */
export class PairTable {
  size = 0;
  firsts = new Int32Array(1 << 10);
  seconds = new Int32Array(1 << 10);
  /** Numbers of pairs plus one, by hash; at most half full. */
  private slots = new Int32Array(1 << 11);

  /** The pair's number, -1 where it is not there. */
  find(first: number, second: number): number {
    const mask = this.slots.length - 1;
    let slot = hashOf(first, second) & mask;
    for (let found = this.slots[slot]!; found !== 0; found = this.slots[slot]!) {
      if (this.firsts[found - 1] === first && this.seconds[found - 1] === second) return found - 1;
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** The pair's number; one that is not there yet gets the next. */
  indexOf(first: number, second: number): number {
    const found = this.find(first, second);
    if (found >= 0) return found;
    const index = this.size++;
    if (this.size > this.firsts.length) {
      this.firsts = grown(this.firsts, this.size, Int32Array);
      this.seconds = grown(this.seconds, this.size, Int32Array);
    }
    this.firsts[index] = first;
    this.seconds[index] = second;
    if (this.size * 2 > this.slots.length) this.rehash();
    else this.place(index);
    return index;
  }

  private place(index: number): void {
    const mask = this.slots.length - 1;
    let slot = hashOf(this.firsts[index]!, this.seconds[index]!) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = index + 1;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 4);
    for (let index = 0; index < this.size; index++) this.place(index);
  }
}

function hashOf(first: number, second: number): number {
  let hash = Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b_3c6d);
  return hash ^ (hash >>> 13);
}
