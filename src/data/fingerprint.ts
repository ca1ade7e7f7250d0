import { createHash } from "node:crypto";

/**
 * What a decoded picture is told by: the first 8 bytes of SHA-1 over its shape, as `3x96x96`, and its bytes. Fast enough
 * to keep up with a disk, so that it is also the checksum of a picture that is kept on one.
 */
export function fingerprintOf(shape: string, record: Uint8Array): bigint {
  return createHash("sha1").update(shape).update(record).digest().readBigUInt64BE();
}
