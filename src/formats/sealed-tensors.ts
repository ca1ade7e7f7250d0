import { createHash, type Hash } from "node:crypto";
import { writeFileAtomically } from "./atomic-file.js";
import { safetensorsPieces } from "./encode-safetensors.js";
import { readSafetensors } from "./read-safetensors.js";
import { byName, type Safetensors, type SafetensorsTensor } from "./safetensors.js";

/** Where the digest stands among the metadata. */
const sealKey = "sha256";
/** A hash takes less than 2 GiB at once. */
const bytesAtOnce = 1 << 28;

/**
 * Writes tensors with a digest of everything in the file: metadata, names, types, shapes and data. Disks lose bytes, and
 * a byte that is lost is not seen in numbers.
 * @throws UnlabelError as `writeFileAtomically` does
 */
export async function writeSealed(
  path: string,
  tensors: ReadonlyMap<string, SafetensorsTensor>,
  metadata: Readonly<Record<string, string>>,
): Promise<void> {
  const sealed = { ...metadata, [sealKey]: sealOf({ tensors, metadata }) };
  await writeFileAtomically(path, safetensorsPieces(tensors, sealed));
}

/** What `writeSealed` wrote, and whether it is still that; the digest itself is not among the metadata. */
export async function readSealed(
  path: string,
  source = path,
): Promise<Safetensors & { readonly isIntact: boolean }> {
  const { tensors, metadata } = await readSafetensors(path, source);
  const { [sealKey]: seal, ...rest } = metadata;
  return { tensors, metadata: rest, isIntact: seal === sealOf({ tensors, metadata: rest }) };
}

function sealOf({ tensors, metadata }: Safetensors): string {
  const names = [...tensors.keys()].sort(byName);
  const hash = createHash("sha256").update(
    JSON.stringify([
      Object.entries(metadata).sort(([a], [b]) => byName(a, b)),
      names.map((name) => [name, tensors.get(name)!.dtype, tensors.get(name)!.shape]),
    ]),
  );
  for (const name of names) updateWith(hash, tensors.get(name)!.data);
  return hash.digest("hex");
}

function updateWith(hash: Hash, { buffer, byteOffset, byteLength }: SafetensorsTensor["data"]): void {
  for (let at = 0; at < byteLength; at += bytesAtOnce)
    hash.update(new Uint8Array(buffer, byteOffset + at, Math.min(bytesAtOnce, byteLength - at)));
}
