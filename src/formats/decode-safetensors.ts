import type { Safetensors } from "./safetensors.js";
import { layoutOfBytes, tensorMap, tensorOfBytes } from "./safetensors-layout.js";

/**
 * Decode a .safetensors file that is in memory; `readSafetensors` reads one of any size. Every tensor owns its memory.
 *
 * @param source the file's name, for messages
 * @throws CheckpointError in one sentence when the file is cut short (with the expected and found
 * byte counts), has bytes left over, or its header is malformed: too long or too deep, a name twice, an unknown
 * type, an impossible shape, offsets that overlap, leave gaps or disagree with the shape.
 */
export function decodeSafetensors(bytes: Uint8Array, source = "The safetensors data"): Safetensors {
  const { metadata, places, start } = layoutOfBytes(bytes, source);
  const tensors = places.map((place) => {
    // Not slice(): that of a Buffer, which file reading gives, shares its memory.
    const raw = new Uint8Array(bytes.subarray(start + place.begin, start + place.end));
    return [place.name, tensorOfBytes(place, raw, source)] as const;
  });
  return { tensors: tensorMap(tensors), metadata };
}
