/** The name that shares most pairs of neighbouring letters with `word` (Dice's coefficient). */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const wanted = pairs(word);
  const score = (name: string) => {
    const own = pairs(name);
    const shared = [...own].filter((pair) => wanted.has(pair)).length;
    return (2 * shared) / Math.max(1, own.size + wanted.size);
  };
  return [...names].sort((a, b) => score(b) - score(a))[0];
}

function pairs(word: string): Set<string> {
  const letters = ` ${word.toLowerCase()} `;
  return new Set(Array.from({ length: letters.length - 1 }, (_, i) => letters.slice(i, i + 2)));
}
