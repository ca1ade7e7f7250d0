/** Encoders of the numbers that a TIFF sample may be: SampleFormat, bytes, and how one is written. */
const kinds = {
  int16: { format: 2, bytes: 2, write: (view, at, value) => view.setInt16(at, value, true) },
  uint32: { format: 1, bytes: 4, write: (view, at, value) => view.setUint32(at, value, true) },
  float32: { format: 3, bytes: 4, write: (view, at, value) => view.setFloat32(at, value, true) },
  float64: { format: 3, bytes: 8, write: (view, at, value) => view.setFloat64(at, value, true) },
  // Normal numbers only: sign, exponent, and the first ten bits behind the point.
  float16: {
    format: 3,
    bytes: 2,
    write(view, at, value) {
      const bits = new Uint32Array(Float32Array.of(value).buffer)[0];
      view.setUint16(
        at,
        ((bits >>> 16) & 0x8000) | ((((bits >>> 23) & 255) - 112) << 10) | ((bits >>> 13) & 1023),
        true,
      );
    },
  },
};

/**
 * A TIFF 6.0 file of one uncompressed strip, little-endian: values [height, width, samples], grey for one sample a pixel and
 * RGB for three.
 */
export function tiff(kind, values, width, height) {
  const { format, bytes, write } = kinds[kind];
  const samples = values.length / (width * height);
  const [short, long] = [3, 4];
  const each = (value) => Array(samples).fill(value);
  const entries = [
    [256, long, [width]],
    [257, long, [height]],
    [258, short, each(8 * bytes)],
    [259, short, [1]],
    [262, short, [samples === 1 ? 1 : 2]],
    [273, long, [8]],
    [277, short, [samples]],
    [278, long, [height]],
    [279, long, [values.length * bytes]],
    [339, short, each(format)],
  ];
  const directory = 8 + values.length * bytes;
  let free = directory + 2 + 12 * entries.length + 4;
  const file = new Uint8Array(free + 2 * 2 * samples);
  const view = new DataView(file.buffer);
  file.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, directory, true);
  for (const [i, value] of values.entries()) write(view, 8 + i * bytes, value);
  view.setUint16(directory, entries.length, true);
  for (const [i, [tag, type, list]] of entries.entries()) {
    const at = directory + 2 + 12 * i;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, list.length, true);
    const isShort = type === short;
    // Two shorts fit into the entry; more stand behind the directory.
    const place = isShort && list.length > 2 ? free : at + 8;
    if (place === free) {
      view.setUint32(at + 8, free, true);
      free += 2 * list.length;
    }
    for (const [k, value] of list.entries())
      if (isShort) view.setUint16(place + 2 * k, value, true);
      else view.setUint32(place, value, true);
  }
  return file;
}
