const aspectBytes = Float32Array.BYTES_PER_ELEMENT;

/** Bytes of a record: a picture of this shape, and its proportions. */
export function wholeRecordBytes([channels, height, width]: readonly [number, number, number]): number {
  return channels * height * width + aspectBytes;
}

/** A whole picture that was stretched to one shape, with its own width over height behind it. */
export function wholeRecord(pixels: Uint8Array, aspect: number): Uint8Array {
  const record = new Uint8Array(pixels.length + aspectBytes);
  record.set(pixels);
  new DataView(record.buffer).setFloat32(pixels.length, aspect, true);
  return record;
}

/** Records apart again: pictures one after the other, and the width over height of each. */
export function wholePictures(
  records: Uint8Array,
  count: number,
): { readonly images: Uint8Array; readonly aspects: Float32Array } {
  const recordBytes = records.length / count;
  const pictureBytes = recordBytes - aspectBytes;
  const images = new Uint8Array(count * pictureBytes);
  const aspects = new Float32Array(count);
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  for (let i = 0; i < count; i++) {
    const from = i * recordBytes;
    images.set(records.subarray(from, from + pictureBytes), i * pictureBytes);
    aspects[i] = view.getFloat32(from + pictureBytes, true);
  }
  return { images, aspects };
}
