import type { IdList } from "./id-list.js";
import { PairTable } from "./pair-table.js";

/** Merges of a vocabulary: pairs by rank, and the token that each makes. */
export class Merges {
  private readonly pairs = new PairTable();
  /** Kept between words: most are short, and made anew they would take as long as merging. */
  private readonly queue = new PlaceQueue();
  private next = new Int32Array(64);
  private previous = new Int32Array(64);

  constructor(
    merges: readonly (readonly [number, number])[],
    private readonly results: readonly number[],
  ) {
    for (const [first, second] of merges) this.pairs.indexOf(first, second);
  }

  /**
   * Merges the symbols of a word, the pair of the lowest rank first, of one rank the leftmost, and adds what they become.
   * Takes n log n steps for n symbols: a word may be as long as the text.
   * @param symbols the first `length` are those of the word; written over
   */
  apply(symbols: Int32Array, length: number, into: IdList): void {
    const { queue } = this;
    if (length > this.next.length) {
      this.next = new Int32Array(length * 2);
      this.previous = new Int32Array(length * 2);
    }
    const { next, previous } = this;
    for (let i = 0; i < length; i++) {
      next[i] = i + 1 < length ? i + 1 : -1;
      previous[i] = i - 1;
    }
    queue.reserve(length);
    const offer = (at: number) => {
      if (at < 0 || next[at]! < 0) return;
      const rank = this.pairs.find(symbols[at]!, symbols[next[at]!]!);
      if (rank >= 0) queue.push(rank * 2 ** 31 + at);
    };
    for (let at = 0; at < length; at++) offer(at);
    for (let key = queue.pop(); key >= 0; key = queue.pop()) {
      const at = key % 2 ** 31;
      const rank = (key - at) / 2 ** 31;
      const second = next[at]!;
      // What stood there was merged with another in the meantime.
      if (symbols[at]! < 0 || second < 0) continue;
      if (this.pairs.find(symbols[at]!, symbols[second]!) !== rank) continue;
      symbols[at] = this.results[rank]!;
      symbols[second] = -1;
      next[at] = next[second]!;
      if (next[at]! >= 0) previous[next[at]!] = at;
      offer(previous[at]!);
      offer(at);
    }
    for (let at = length > 0 ? 0 : -1; at >= 0; at = next[at]!) into.push(symbols[at]!);
  }
}

/** The smallest of whole numbers. */
class PlaceQueue {
  private keys = new Float64Array(192);
  private length = 0;

  /** Makes room: each symbol is offered once at first, and each of fewer than `symbols` merges offers two. */
  reserve(symbols: number): void {
    if (symbols * 3 > this.keys.length) this.keys = new Float64Array(symbols * 6);
  }

  push(key: number): void {
    let at = this.length++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.keys[above]! <= key) break;
      this.keys[at] = this.keys[above]!;
      at = above;
    }
    this.keys[at] = key;
  }

  /** -1 where there is none. */
  pop(): number {
    if (this.length === 0) return -1;
    const top = this.keys[0]!;
    const key = this.keys[--this.length]!;
    let at = 0;
    for (let below = 1; below < this.length; below = 2 * at + 1) {
      if (below + 1 < this.length && this.keys[below + 1]! < this.keys[below]!) below++;
      if (key <= this.keys[below]!) break;
      this.keys[at] = this.keys[below]!;
      at = below;
    }
    this.keys[at] = key;
    return top;
  }
}
