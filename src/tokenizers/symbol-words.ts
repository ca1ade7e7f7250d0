import { grown } from "./grown.js";
import { PairTable } from "./pair-table.js";

/** Words as symbols, one after the other, with how often each occurs. */
export interface WordSymbols {
  readonly symbols: Int32Array;
  /** Where each word begins, and where the last ends. */
  readonly starts: Int32Array;
  readonly counts: Float64Array;
}

/**
 * Words as symbols that can be merged: which pairs occur where and how often is kept right with every merge, so that a merge
 * takes as long as the pair has places. Places of a pair are a list through the places themselves (each place begins one
 * pair at a time): 28 bytes a symbol, whatever is merged.
 */
export class SymbolWords {
  readonly pairs = new PairTable();
  /** How often each pair occurs. */
  counts = new Float64Array(1 << 10);
  /** Pairs that the last merge made more frequent. */
  readonly raised: number[] = [];
  private readonly symbols: Int32Array;
  private readonly wordOf: Int32Array;
  private readonly nextSymbol: Int32Array;
  private readonly previousSymbol: Int32Array;
  private readonly pairAt: Int32Array;
  private readonly nextPlace: Int32Array;
  private readonly previousPlace: Int32Array;
  private firstPlace = new Int32Array(1 << 10);
  /** In which merge a pair was last told in `raised`. */
  private raisedIn = new Int32Array(1 << 10);
  private round = 0;
  private places = new Int32Array(1 << 10);

  constructor(private readonly words: WordSymbols) {
    const length = words.symbols.length;
    const array = () => new Int32Array(length).fill(-1);
    this.symbols = words.symbols.slice();
    [this.wordOf, this.nextSymbol, this.previousSymbol] = [array(), array(), array()];
    [this.pairAt, this.nextPlace, this.previousPlace] = [array(), array(), array()];
    for (let word = 0; word + 1 < words.starts.length; word++) {
      const end = words.starts[word + 1]!;
      for (let at = words.starts[word]!; at < end; at++) {
        this.wordOf[at] = word;
        if (at + 1 === end) continue;
        this.nextSymbol[at] = at + 1;
        this.previousSymbol[at + 1] = at;
        this.addPlace(at);
      }
    }
  }

  /** Puts `merged` wherever the pair stands, from the beginning of each word on. */
  merge(pair: number, merged: number): void {
    this.raised.length = 0;
    this.round++;
    const first = this.pairs.firsts[pair]!;
    const second = this.pairs.seconds[pair]!;
    const count = this.placesOf(pair);
    // Only places of two equal symbols overlap, and only then does it matter which is merged first.
    if (first === second) this.places.subarray(0, count).sort();
    for (let i = 0; i < count; i++) {
      const at = this.places[i]!;
      const next = this.nextSymbol[at]!;
      if (this.symbols[at] !== first || next < 0 || this.symbols[next] !== second) continue;
      this.mergeAt(at, next, merged);
    }
  }

  private mergeAt(at: number, next: number, merged: number): void {
    const before = this.previousSymbol[at]!;
    const after = this.nextSymbol[next]!;
    this.removePlace(at);
    if (before >= 0) this.removePlace(before);
    if (after >= 0) this.removePlace(next);
    this.symbols[at] = merged;
    this.symbols[next] = -1;
    this.nextSymbol[at] = after;
    if (after >= 0) {
      this.previousSymbol[after] = at;
      this.addPlace(at);
    }
    if (before >= 0) this.addPlace(before);
  }

  /** Fills `places` with those of the pair and says how many they are. */
  private placesOf(pair: number): number {
    let count = 0;
    for (let at = this.firstPlace[pair]! - 1; at >= 0; at = this.nextPlace[at]!) {
      if (count === this.places.length) this.places = grown(this.places, count + 1, Int32Array);
      this.places[count++] = at;
    }
    return count;
  }

  private addPlace(at: number): void {
    const pair = this.pairs.indexOf(this.symbols[at]!, this.symbols[this.nextSymbol[at]!]!);
    if (pair >= this.counts.length) {
      this.counts = grown(this.counts, pair + 1, Float64Array);
      this.firstPlace = grown(this.firstPlace, pair + 1, Int32Array);
      this.raisedIn = grown(this.raisedIn, pair + 1, Int32Array);
    }
    const head = this.firstPlace[pair]! - 1;
    this.pairAt[at] = pair;
    this.nextPlace[at] = head;
    this.previousPlace[at] = -1;
    if (head >= 0) this.previousPlace[head] = at;
    this.firstPlace[pair] = at + 1;
    this.counts[pair]! += this.words.counts[this.wordOf[at]!]!;
    if (this.raisedIn[pair] === this.round) return;
    this.raisedIn[pair] = this.round;
    this.raised.push(pair);
  }

  private removePlace(at: number): void {
    const pair = this.pairAt[at]!;
    const [next, previous] = [this.nextPlace[at]!, this.previousPlace[at]!];
    if (next >= 0) this.previousPlace[next] = previous;
    if (previous >= 0) this.nextPlace[previous] = next;
    else this.firstPlace[pair] = next + 1;
    this.counts[pair]! -= this.words.counts[this.wordOf[at]!]!;
  }
}
