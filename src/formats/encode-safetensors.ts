import { CheckpointError } from "../errors.js";
import { byName, elementBytes, elementCount, metadataKey, type SafetensorsTensor } from "./safetensors.js";

/**
 * Encode in the safetensors format: 8 bytes of header length, a JSON header padded with spaces to
 * a multiple of 8, then the data without gaps. Larger elements first so that each tensor is
 * aligned, then by name: the same contents always give the same bytes.
 * https://huggingface.co/docs/safetensors
 *
 * @throws CheckpointError when a name is reserved or a shape does not hold `data.length` elements.
 */
export function encodeSafetensors(
  tensors: Iterable<readonly [string, SafetensorsTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
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
  const start = 8 + Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(start + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(header, 8);
  bytes.fill(0x20, 8 + header.length, start);
  let at = start;
  for (const [, { data }] of sorted) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}
