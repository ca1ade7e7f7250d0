/** Whether two values of JSON are the same, in whatever order their keys are. Goes as deep as the second does. */
export function sameJson(given: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return Object.is(given, expected);
  if (typeof given !== "object" || given === null) return false;
  if (Array.isArray(given) !== Array.isArray(expected)) return false;
  const keys = Object.keys(expected);
  if (Object.keys(given).length !== keys.length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(given, key) &&
      sameJson((given as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]),
  );
}
