import { DataError } from "../errors.js";
import { fingerprintOf } from "./fingerprint.js";
import { inOrder } from "./loader.js";
import type { ImageSource, Source } from "./source.js";

/** Samples are read this many bytes at a time, where their size is known. */
const bytesAtOnce = 4 * 2 ** 20;
const unknownAtOnce = 256;

/** A source, whose samples have one shape if they are pictures. */
type Shaped = Source & Partial<Pick<ImageSource, "shape">>;

/**
 * One 64-bit fingerprint a sample: the first 8 bytes of SHA-1 over its shape, if it has one, and the bytes that reading it
 * gives. Equal pictures have equal fingerprints when both sources decode to the same shape with the same
 * options. Sources that know them tell them (those that come from the cache, and those asked before); of others all
 * samples are read once, a few at a time.
 */
export async function fingerprints(source: Shaped): Promise<BigUint64Array> {
  if (source.fingerprints !== undefined) return source.fingerprints();
  const prints = new BigUint64Array(source.length);
  if (source.length === 0) return prints;
  const { shape } = source;
  const size = shape?.reduce((a, b) => a * b, 1);
  const batchSize = size === undefined ? unknownAtOnce : Math.max(1, Math.floor(bytesAtOnce / size));
  const called = shape?.join("x") ?? "";
  let at = 0;
  for await (const { indices, step, epoch, labels, partners, next, ...arrays } of inOrder(source, {
    batchSize,
  })) {
    const parts = Object.values(arrays).filter((part) => ArrayBuffer.isView(part)) as Uint8Array[];
    for (let i = 0; i < indices.length; i++)
      prints[at++] = fingerprintOf(called, recordAt(parts, i, indices.length));
  }
  return prints;
}

/** The bytes of one of so many samples, all its arrays one after the other. */
function recordAt(parts: readonly ArrayBufferView[], place: number, count: number): Uint8Array {
  const own = parts.map(({ buffer, byteOffset, byteLength }) => {
    const size = byteLength / count;
    return new Uint8Array(buffer, byteOffset + place * size, size);
  });
  return own.length === 1 ? own[0]! : Buffer.concat(own);
}

/**
 * Indices of the samples of `tested` that are also in `seen`, byte for byte: pretraining on `seen`
 * has looked at them.
 *
 * @param seen a source, or the fingerprints of one that were kept
 * @throws DataError when the two sources have other shapes, for which nothing can be said
 */
export async function findSeen(tested: Shaped, seen: Shaped | BigUint64Array): Promise<Int32Array> {
  if (!(seen instanceof BigUint64Array))
    refuseOtherShapes(tested, seen, "compared", "open both with the same size and channels");
  const known = new Set(seen instanceof BigUint64Array ? seen : await fingerprints(seen));
  const prints = await fingerprints(tested);
  const found: number[] = [];
  for (const [index, print] of prints.entries()) if (known.has(print)) found.push(index);
  return Int32Array.from(found);
}

/** @throws DataError for samples of two shapes */
export function refuseOtherShapes(first: Shaped, second: Shaped, done: string, way: string): void {
  if (first.shape?.join() === second.shape?.join()) return;
  throw new DataError(
    `Pictures of ${first.name} and ${second.name} can only be ${done} at one shape, but have [${first.shape}] and [${second.shape}]: ${way}.`,
    { first: first.shape, second: second.shape },
  );
}
