import { expect, it } from "vitest";
import type { TextSource } from "../../texts/index.js";
import { tfIdf } from "./tf-idf.js";

const sourceOf = (texts: readonly string[]) =>
  ({ length: texts.length, text: async (index: number) => texts[index]! }) as unknown as TextSource;

it("weighs words as scikit-learn does", async () => {
  const texts = ["a cat and a dog", "The cat sat", "the dog and the dog ran", "quiet"];
  const { vectors, dimensions } = await (await tfIdf(sourceOf(texts)))(sourceOf(texts));
  // TfidfVectorizer(min_df=2) of scikit-learn 1.9.1: words by how many texts have them, then by spelling.
  expect(dimensions).toBe(4); // and, cat, dog, the
  const rows = Array.from({ length: 4 }, (_, i) => Array.from(vectors.subarray(4 * i, 4 * i + 4)));
  const close = (...values: number[]) => values.map((value) => expect.closeTo(value, 6));
  const [third, half] = [1 / Math.sqrt(3), 1 / Math.sqrt(2)];
  // All four words are in two texts, so they weigh the same: rows are counts of length one.
  expect(rows.slice(0, 3)).toEqual([
    close(third, third, third, 0),
    close(0, half, 0, half),
    close(1 / 3, 0, 2 / 3, 2 / 3),
  ]);
  // A text without a known word is nothing, rather than no number.
  expect(rows[3]).toEqual([0, 0, 0, 0]);
});

it("gives rare words more weight", async () => {
  const texts = ["common rare", "common rare", "common", "common"];
  const { vectors } = await (await tfIdf(sourceOf(texts)))(sourceOf(["common rare"]));
  const [common, rare] = [1, Math.log(5 / 3) + 1];
  const length = Math.hypot(common, rare);
  expect(Array.from(vectors)).toEqual([expect.closeTo(common / length, 6), expect.closeTo(rare / length, 6)]);
});
