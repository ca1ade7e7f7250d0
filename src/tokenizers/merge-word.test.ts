import fc from "fast-check";
import { expect, test } from "vitest";
import { IdList } from "./id-list.js";
import { Merges } from "./merge-word.js";

/** One merge after the other, over the whole word. */
function slowly(symbols: readonly number[], ranks: ReadonlyMap<string, readonly [number, number]>): number[] {
  const word = [...symbols];
  for (;;) {
    let best: readonly [number, number] | undefined;
    let at = -1;
    for (let i = 1; i < word.length; i++) {
      const merge = ranks.get(`${word[i - 1]},${word[i]}`);
      if (merge !== undefined && (best === undefined || merge[0] < best[0])) [best, at] = [merge, i - 1];
    }
    if (best === undefined) return word;
    word.splice(at, 2, best[1]);
  }
}

test("words are merged as by looking for the lowest rank every time", () => {
  const pair = fc.tuple(fc.nat(6), fc.nat(6));
  const pairs = fc.uniqueArray(pair, { selector: String, maxLength: 12 });
  const word = fc.array(fc.nat(6), { maxLength: 30 });
  fc.assert(
    fc.property(
      pairs,
      fc.array(fc.nat(6), { minLength: 12, maxLength: 12 }),
      word,
      (merges, results, symbols) => {
        const ranks = new Map(merges.map((merge, rank) => [merge.join(), [rank, results[rank]!] as const]));
        const into = new IdList();
        new Merges(merges, results).apply(Int32Array.from(symbols), symbols.length, into);
        expect([...into.toArray()]).toEqual(slowly(symbols, ranks));
      },
    ),
    { numRuns: 1000 },
  );
});

test("a word as long as a text takes no squared time", () => {
  const merges = new Merges([[0, 0]], [1]);
  const into = new IdList();
  merges.apply(new Int32Array(200_001), 200_001, into);
  expect(into.length).toBe(100_001);
  expect(into.ids[100_000]).toBe(0);
});
