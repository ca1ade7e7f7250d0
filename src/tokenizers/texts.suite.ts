import fc from "fast-check";

const sentences = [
  "The man ate the apple, and the woman's dog didn't: they've gone where we'll go.\n",
  "Ἡ ΣΟΦΊΑ ΤΗΣ ΌΔΟΥ, και σοφία της οδού — ΟΔΟΣ.\n\n",
  "Съешь же ещё этих мягких французских булок, да выпей чаю 1234567 раз!\r\n",
  "漢字とかな𠀀𠀁と豈\u{2f804}字。한국어 문장입니다.\t\tİstanbul ǅ ẞ ﬁ\n",
  "مرحبا بالعالم १२३ 👩‍👩‍👧 🇩🇪 e\u0301 n\u0303 \u00a0\u2003\u3000x \ufeffy\u0085z\n",
  "banana bananas ananas aaaa aaaaaaa  aaa \0 under_score $5+7=12 [MASK] <eos>\n",
];

/** A text in many scripts, in which words occur often enough to be merged. */
export const manyScripts = Array.from(
  { length: 24 },
  (_, i) => sentences[(i * 5) % 6]! + sentences[i % 4]!,
).join("");

/** Any text: words that the corpus has, any code point, lone surrogates, names of special tokens. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...manyScripts.split(/(?<=\s)/), "[MASK]", "[PAD]<bos>", "'s", "  ", "ΑΣ", "Σ", "##a"),
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

/** The text in pieces, cut anywhere, inside surrogate pairs too. */
export function cutAt(text: string, places: readonly number[]): string[] {
  const sorted = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...sorted, text.length].map((end, i) => text.slice(i === 0 ? 0 : sorted[i - 1], end));
}
