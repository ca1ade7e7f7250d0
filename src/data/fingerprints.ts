import { DataError } from "../errors.js";
import { fingerprintOf } from "./fingerprint.js";
import { inOrder } from "./loader.js";
import type { ImageSource } from "./source.js";

/** Pictures are read this many bytes at a time. */
const bytesAtOnce = 4 * 2 ** 20;

/**
 * One 64-bit fingerprint a picture: the first 8 bytes of SHA-1 over its shape and decoded bytes.
 * Equal pictures have equal fingerprints when both sources decode to the same shape with the same
 * options. Sources that know them tell them (those that come from the cache, and those asked before); of others all
 * pictures are read once, a few at a time.
 */
export async function fingerprints(source: ImageSource): Promise<BigUint64Array> {
  if (source.fingerprints !== undefined) return source.fingerprints();
  const size = source.shape[0] * source.shape[1] * source.shape[2];
  const prints = new BigUint64Array(source.length);
  if (source.length === 0) return prints;
  const shape = source.shape.join("x");
  let at = 0;
  const batchSize = Math.max(1, Math.floor(bytesAtOnce / size));
  for await (const { images } of inOrder(source, { batchSize })) {
    for (let from = 0; from < images.length; from += size) {
      prints[at++] = fingerprintOf(shape, images.subarray(from, from + size));
    }
  }
  return prints;
}

/**
 * Indices of the pictures of `tested` that are also in `seen`, byte for byte: pretraining on `seen`
 * has looked at them.
 *
 * @param seen a source, or the fingerprints of one that were kept
 * @throws DataError when the two sources have other shapes, for which nothing can be said
 */
export async function findSeen(tested: ImageSource, seen: ImageSource | BigUint64Array): Promise<Int32Array> {
  if (!(seen instanceof BigUint64Array) && seen.shape.join() !== tested.shape.join()) {
    throw new DataError(
      `Pictures of ${tested.name} and ${seen.name} can only be compared at one shape, but have [${tested.shape}] and [${seen.shape}]: open both with the same size and channels.`,
      { tested: tested.shape, seen: seen.shape },
    );
  }
  const known = new Set(seen instanceof BigUint64Array ? seen : await fingerprints(seen));
  const prints = await fingerprints(tested);
  const found: number[] = [];
  for (const [index, print] of prints.entries()) if (known.has(print)) found.push(index);
  return Int32Array.from(found);
}
