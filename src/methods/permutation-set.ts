type Permutation = readonly number[];

const identity: Permutation = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** First the one, then the other. */
const after = (second: Permutation, first: Permutation): Permutation => first.map((place) => second[place]!);

/**
 * All products of some permutations, a part of them that is already known leading: blocks of its size, each of which is
 * that part followed by one and the same permutation.
 */
function group(generators: readonly Permutation[], part: readonly Permutation[] = [identity]): Permutation[] {
  const seen = new Set(part.map(String));
  const found = [...part];
  for (let block = 0; block < found.length; block += part.length) {
    for (const generator of generators) {
      const next = after(generator, found[block]!);
      if (seen.has(String(next))) continue;
      for (const one of part) {
        found.push(after(next, one));
        seen.add(String(found.at(-1)));
      }
    }
  }
  return found;
}

const turn: Permutation = [1, 2, 3, 4, 5, 6, 7, 8, 0];
const right: Permutation = [1, 2, 0, 4, 5, 3, 7, 8, 6];
const down: Permutation = [3, 4, 5, 6, 7, 8, 0, 1, 2];
/** Times 1 + i, where place 3 b + a stands for a + b i of the field of nine elements. */
const multiply: Permutation = [0, 4, 8, 5, 6, 1, 7, 2, 3];
/** Exchanges 1 with 2, 3 with 5, 4 with 6 and 7 with 8. */
const swap: Permutation = [0, 2, 1, 5, 6, 3, 4, 8, 7];
const double: Permutation = [0, 2, 4, 6, 8, 1, 3, 5, 7];

/** Groups by their size. */
const groups: readonly (readonly [size: number, make: () => Permutation[]])[] = [
  [9, () => group([turn])],
  [72, () => group([right, down, multiply], group([right, down]))],
  [504, () => group([turn, swap], group([turn]))],
  [1512, () => group([turn, swap, double], group([turn]))],
];

/** How many permutations there are at most. */
export const mostPermutations = 1512;

/**
 * A set of permutations of nine places that differ from each other in as many places as can be: any two of up to 9 in
 * all nine, of up to 72 in eight, of up to 504 in seven; of up to 1512 in six. In every nine in a row, each number has
 * been in each place once.
 *
 * They are groups: the turns of a ring of nine; the maps a x + b of the field of nine elements; the maps
 * (a x + b) / (c x + d) of the projective line over the field of eight, without and with that field's automorphisms.
 * One map of the second group, and no other, takes two points to any two; one of the third takes three to any three. So
 * two maps of these agree in one place at most, and in two, and no larger sets do (Bereg, Levy, Sudborough, 2015,
 * https://arxiv.org/abs/1511.04494). The jigsaw paper picks its set out of all 9! greedily instead.
 *
 * @param count 1 to 1512
 * @returns for each, which number lies in each place
 */
export function permutationSet(count: number): Permutation[] {
  const [, make] = groups.find(([size]) => count <= size) ?? groups.at(-1)!;
  return make().slice(0, count);
}
