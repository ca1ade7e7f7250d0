/** Indices of `most` of `length` samples (of all where there are fewer), evenly spread, the first one included. */
export function evenlySpread(length: number, most: number): Int32Array {
  const count = Math.min(length, most);
  return Int32Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
}
