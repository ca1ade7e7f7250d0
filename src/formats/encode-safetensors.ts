import { CheckpointError } from "../errors.js";
import { byName, elementBytes, elementCount, metadataKey, type SafetensorsTensor } from "./safetensors.js";

/**
 * Encode in the safetensors format: 8 bytes of header length, a JSON header padded with spaces to
 * a multiple of 8, then the data without gaps. Larger elements first so that each tensor is
 * aligned, then by name: the same contents always give the same bytes.
 * https://huggingface.co/docs/safetensors
 *
 * @returns the file in pieces, to be written one after the other: the header, then each tensor's own memory
 * @throws CheckpointError when a name is reserved or a shape does not hold `data.length` elements.
 */
export function safetensorsPieces(
  tensors: Iterable<readonly [string, SafetensorsTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): readonly Uint8Array[] {
  const sorted = [...new Map(tensors)].sort(([a, x], [b, y]) => {
    const bySize = elementBytes[y.dtype] - elementBytes[x.dtype];
    return bySize !== 0 ? bySize : byName(a, b);
  });
  // Written by hand: an object would move names that look like numbers, and "__proto__", about.
  const fields: string[] = [];
  const keys = Object.keys(metadata).sort(byName);
  if (keys.length > 0) {
    const pairs = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(metadata[key])}`);
    fields.push(`${JSON.stringify(metadataKey)}:{${pairs.join(",")}}`);
  }
  let end = 0;
  for (const [name, { dtype, shape, data }] of sorted) {
    if (name === metadataKey) {
      throw new CheckpointError(`A tensor cannot be named ${metadataKey}; rename it.`, { name });
    }
    if (elementCount(shape) !== data.length) {
      throw new CheckpointError(
        `Tensor ${name} has shape [${shape.join(", ")}] but ${data.length} elements; give as many elements as the shape holds.`,
        { name, shape, length: data.length },
      );
    }
    const begin = end;
    end += data.byteLength;
    fields.push(
      `${JSON.stringify(name)}:{"dtype":"${dtype}","shape":[${shape.join(",")}],"data_offsets":[${begin},${end}]}`,
    );
  }
  const header = new TextEncoder().encode(`{${fields.join(",")}}`);
  const first = new Uint8Array(8 + Math.ceil(header.length / 8) * 8).fill(0x20);
  new DataView(first.buffer).setBigUint64(0, BigInt(first.length - 8), true);
  first.set(header, 8);
  return [first, ...sorted.map(([, { data }]) => bytesOf(data))];
}

/** The same file in one piece, for what is small. */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, SafetensorsTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const pieces = safetensorsPieces(tensors, metadata);
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: SafetensorsTensor["data"]): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
