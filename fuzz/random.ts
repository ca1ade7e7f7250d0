import { createHash } from "node:crypto";

/** Choices that a key repeats. */
export interface Random {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/**
 * A stream of choices of its own for every key, so that one input can be made again without those before it: the
 * generator is xoshiro128** (Blackman and Vigna, 2018), begun from the key's SHA-256.
 */
export function randomOf(...key: readonly (string | number)[]): Random {
  const digest = createHash("sha256").update(key.join("\n")).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number];
  const next = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const below = (count: number) => Math.floor((next() / 2 ** 32) * count);
  return { below, chance: (share) => next() / 2 ** 32 < share, pick: (list) => list[below(list.length)]! };
}
