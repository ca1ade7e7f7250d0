/**
 * Whole random numbers in [0, bound), bound up to 2^31, from xoshiro128** (Blackman and Vigna, prng.di.unimi.it).
 * The state comes from the words of `key`, each mixed in with MurmurHash3's finaliser, so that keys
 * that differ in one bit give unrelated streams.
 */
export function randomBelow(key: readonly number[]): (bound: number) => number {
  const next = xoshiro128(stateFrom(key));
  return (bound) => {
    // Lemire's method: the high half of a 32x32-bit product, rejecting the few biased low halves.
    const rejected = (2 ** 32 - bound) % bound;
    for (;;) {
      const word = next();
      // In two 16-bit steps, each exact in a double.
      const lower = (word & 0xffff) * bound;
      const upper = (word >>> 16) * bound + Math.floor(lower / 65536);
      const low = (upper % 65536) * 65536 + (lower % 65536);
      if (low >= rejected) return Math.floor(upper / 65536);
    }
  };
}

/** Words 0 to 2^32 - 1 from four words of state, which are used up. Not all may be 0. */
export function xoshiro128(state: Uint32Array): () => number {
  return () => {
    const s1 = state[1]!;
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    state[2]! ^= state[0]!;
    state[3]! ^= s1;
    state[1]! ^= state[2]!;
    state[0]! ^= state[3]!;
    state[2]! ^= s1 << 9;
    state[3] = rotate(state[3]!, 11);
    return result;
  };
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function stateFrom(key: readonly number[]): Uint32Array {
  let hash = 0x9e3779b9;
  const absorb = (word: number) => {
    hash = finalise((Math.imul(hash, 0x01000193) ^ word) + 0x9e3779b9);
    return hash;
  };
  for (const number of key) {
    absorb(number >>> 0);
    absorb(Math.floor(number / 2 ** 32) >>> 0);
  }
  return Uint32Array.from([1, 2, 3, 4], absorb).map((word, i) => (i === 0 ? word | 1 : word));
}

/** MurmurHash3's 32-bit finaliser. */
function finalise(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The numbers 0 to length - 1 in an order that depends on `key` only (Fisher and Yates). A key is a
 * seed followed by whatever tells this use from others, such as the epoch.
 */
export function permutation(length: number, key: readonly number[]): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i);
  shuffleInPlace(order, key);
  return order;
}

/** Shuffles `items` in place, by `key`. */
export function shuffleInPlace(items: Int32Array, key: readonly number[]): void {
  const below = randomBelow(key);
  for (let i = items.length - 1; i > 0; i--) {
    const j = below(i + 1);
    const item = items[i]!;
    items[i] = items[j]!;
    items[j] = item;
  }
}
