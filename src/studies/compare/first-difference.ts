/** The dotted key of the first leaf that differs, with both values. */
export function firstDifference(
  a: unknown,
  b: unknown,
  key = "",
): [key: string, a: unknown, b: unknown] | null {
  const isBranch = (value: unknown): value is Record<string, unknown> =>
    typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isBranch(a) || !isBranch(b)) return JSON.stringify(a) === JSON.stringify(b) ? null : [key, a, b];
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(a[name], b[name], key === "" ? name : `${key}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

/** A value in a sentence. */
export const show = (value: unknown) =>
  value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value);
