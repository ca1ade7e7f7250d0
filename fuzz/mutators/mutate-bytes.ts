import type { Random } from "../random.js";
import { extremeValues } from "./words.js";

/** One way to damage bytes. The result is always a fresh array. */
export type ByteMutator = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Places near the beginning more often: headers are there. */
function place(length: number, random: Random): number {
  return random.below(random.chance(0.5) ? Math.min(length, 64) : length);
}

const piece = (bytes: Uint8Array, random: Random) => {
  const from = random.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + random.below(random.chance(0.8) ? 16 : 512))] as const;
};

const flipBit: ByteMutator = (bytes, random) => {
  const copy = bytes.slice();
  const at = place(copy.length, random);
  copy[at]! ^= 1 << random.below(8);
  return copy;
};

const setByte: ByteMutator = (bytes, random) => {
  const copy = bytes.slice();
  copy[place(copy.length, random)] = random.pick([0, 255, 1, 127, 128, random.below(256)]);
  return copy;
};

/** Copies that were cut off lack much or, as often, only the last few bytes. */
const truncate: ByteMutator = (bytes, random) => {
  const few = Math.max(0, bytes.length - 1 - random.below(16));
  return bytes.slice(0, random.chance(0.4) ? few : place(bytes.length, random));
};

const insert: ByteMutator = (bytes, random) => {
  const fill = random.pick([0, 255, 0x20, -1]);
  const added = Uint8Array.from({ length: 1 + random.below(random.chance(0.8) ? 8 : 300) }, () =>
    fill < 0 ? random.below(256) : fill,
  );
  return joined(bytes, random.chance(0.2) ? bytes.length : place(bytes.length, random), added);
};

const repeatPiece: ByteMutator = (bytes, random) => {
  const [from, to] = piece(bytes, random);
  const times = random.chance(0.8) ? 1 : 1 + random.below(64);
  let copy = bytes;
  for (let i = 0; i < times; i++) copy = joined(copy, from, bytes.subarray(from, to));
  return copy;
};

const removePiece: ByteMutator = (bytes, random) => {
  const [from, to] = piece(bytes, random);
  return concat(bytes.subarray(0, from), bytes.subarray(to));
};

const swapPieces: ByteMutator = (bytes, random) => {
  const ends = [...piece(bytes, random), ...piece(bytes, random)].sort((a, b) => a - b);
  const [a, b, c, d] = ends as [number, number, number, number];
  const cut = (from: number, to?: number) => bytes.subarray(from, to);
  return concat(cut(0, a), cut(c, d), cut(b, c), cut(a, b), cut(d));
};

/** A number of 1, 2, 4 or 8 bytes in either order becomes one at which readers go wrong. */
const extremeNumber: ByteMutator = (bytes, random) => {
  const copy = bytes.slice();
  const size = random.pick([1, 2, 4, 8]);
  if (copy.length < size) return copy;
  const at = Math.min(copy.length - size, place(copy.length, random));
  const view = new DataView(copy.buffer, copy.byteOffset);
  const value = random.pick(extremeValues);
  const little = random.chance(0.5);
  if (size === 1) view.setUint8(at, value);
  else if (size === 2) view.setUint16(at, value, little);
  else if (size === 4)
    if (random.chance(0.2)) view.setFloat32(at, random.pick([Number.NaN, 1 / 0, -1 / 0, value]), little);
    else view.setUint32(at, value, little);
  else view.setBigUint64(at, BigInt.asUintN(64, BigInt(Math.trunc(value))), little);
  return copy;
};

export const byteMutators: readonly ByteMutator[] = [
  ...[flipBit, setByte, truncate, insert, repeatPiece, removePiece, swapPieces, extremeNumber],
];

export function joined(bytes: Uint8Array, at: number, added: Uint8Array): Uint8Array {
  return concat(bytes.subarray(0, at), added, bytes.subarray(at));
}

export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const one of pieces) {
    whole.set(one, at);
    at += one.length;
  }
  return whole;
}
