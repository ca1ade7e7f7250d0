/**
 * Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a pure
 * function from a key and a counter to 64 random bits. Nothing is carried from draw to draw, so any draw of any
 * step can be made again.
 */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Writes the two words of block (c0, c1) under key (k0, k1) to `out[at]` and `out[at + 1]`. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Uint32Array, at = 0): void {
  const k2 = k0 ^ k1 ^ 0x1bd11bda;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let round = 0; round < 20; round++) {
    const r = rotations[round & 7] ?? 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if ((round & 3) === 3) {
      const s = (round >> 2) + 1;
      x0 = (x0 + (s % 3 === 0 ? k0 : s % 3 === 1 ? k1 : k2)) | 0;
      x1 = (x1 + ((s + 1) % 3 === 0 ? k0 : (s + 1) % 3 === 1 ? k1 : k2) + s) | 0;
    }
  }
  out[at] = x0;
  out[at + 1] = x1;
}

/** 64-bit FNV-1a of a name as two words: the key of a stream of draws. */
export function hashName(name: string): readonly [number, number] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(name))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return [Number(hash & 0xffffffffn), Number(hash >> 32n)];
}
