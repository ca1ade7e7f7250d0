/** What is most frequent first; of equal ones the pair of the smaller first symbol, then of the smaller second. */
export class PairQueue {
  private readonly counts: number[] = [];
  private readonly pairs: number[] = [];

  constructor(private readonly symbols: { readonly firsts: Int32Array; readonly seconds: Int32Array }) {}

  push(pair: number, count: number): void {
    let at = this.pairs.length;
    this.pairs.push(pair);
    this.counts.push(count);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.isBefore(pair, count, above)) break;
      this.move(above, at);
      at = above;
    }
    this.pairs[at] = pair;
    this.counts[at] = count;
  }

  /** Takes the first pair, with the count that it was put in with. */
  pop(): { readonly pair: number; readonly count: number } | undefined {
    if (this.pairs.length === 0) return undefined;
    const top = { pair: this.pairs[0]!, count: this.counts[0]! };
    const pair = this.pairs.pop()!;
    const count = this.counts.pop()!;
    const length = this.pairs.length;
    if (length === 0) return top;
    let at = 0;
    for (let below = 1; below < length; below = 2 * at + 1) {
      if (below + 1 < length && this.isBefore(this.pairs[below + 1]!, this.counts[below + 1]!, below))
        below++;
      if (this.isBefore(pair, count, below)) break;
      this.move(below, at);
      at = below;
    }
    this.pairs[at] = pair;
    this.counts[at] = count;
    return top;
  }

  private move(from: number, to: number): void {
    this.pairs[to] = this.pairs[from]!;
    this.counts[to] = this.counts[from]!;
  }

  private isBefore(pair: number, count: number, at: number): boolean {
    if (count !== this.counts[at]) return count > this.counts[at]!;
    const there = this.pairs[at]!;
    const { firsts, seconds } = this.symbols;
    if (firsts[pair] !== firsts[there]) return firsts[pair]! < firsts[there]!;
    return seconds[pair]! < seconds[there]!;
  }
}
