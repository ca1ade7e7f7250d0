/** The same values with room for at least `needed`. */
export function grown<T extends Uint16Array | Int32Array | Float64Array>(
  values: T,
  needed: number,
  kind: new (length: number) => T,
): T {
  const larger = new kind(Math.max(needed, values.length * 2));
  larger.set(values);
  return larger;
}
