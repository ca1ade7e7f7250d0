import type { Labels } from "./source.js";

/** Labels from one class name a sample, null where there is none. */
export function labelsFromNames(names: readonly (string | null)[]): Labels {
  const distinct = [...new Set(names)].filter((name) => name !== null);
  const classNames = distinct.every((name) => /^-?\d{1,15}$/.test(name))
    ? distinct.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
    : distinct.sort();
  const index = new Map(classNames.map((name, i) => [name, i]));
  const values = Int32Array.from(names, (name) => (name === null ? -1 : index.get(name)!));
  return { values, classNames, missing: names.filter((name) => name === null).length };
}
