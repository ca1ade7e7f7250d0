/** What the first picture of a TIFF file holds a pixel. */
export type TiffValues = { readonly bits: number; readonly channels: number };

const tags = { bitsPerSample: 258, samplesPerPixel: 277 } as const;

/**
 * Reads how many bits a value has, and how many values a pixel, from a TIFF file's first directory. Null for what cannot be
 * read there, as of files above 4 GiB.
 */
export function tiffValues(bytes: Uint8Array): TiffValues | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = bytes[0] === 0x49;
  try {
    if (view.getUint16(2, little) !== 42) return null;
    const directory = view.getUint32(4, little);
    let [bits, channels] = [1, 1];
    for (let i = 0; i < view.getUint16(directory, little); i++) {
      const entry = directory + 2 + 12 * i;
      const tag = view.getUint16(entry, little);
      // Of several numbers, which are all alike in files that anybody reads, the first stands elsewhere.
      const first = view.getUint32(entry + 4, little) <= 2 ? entry + 8 : view.getUint32(entry + 8, little);
      if (tag === tags.bitsPerSample) bits = view.getUint16(first, little);
      if (tag === tags.samplesPerPixel) channels = view.getUint16(entry + 8, little);
    }
    return { bits, channels };
  } catch {
    return null;
  }
}

/** Why a TIFF file that is whole is not read, with what to do; null where that is not why. */
export function unusualTiff(bytes: Uint8Array): string | null {
  const values = tiffValues(bytes);
  if (values === null) return null;
  if (values.bits > 32) return `its values have ${values.bits} bits: save it with 32 bits a value, or fewer`;
  if (values.channels > 4)
    return `it has ${values.channels} channels: save those that matter, 4 at most, as a picture of their own`;
  return null;
}
