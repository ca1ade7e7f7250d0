import { DataError } from "../errors.js";
import type { Labels } from "./source.js";

/** Labels from one class name a sample, null where there is none. Names that differ only in how letters are composed are one. */
export function labelsFromNames(given: readonly (string | null)[]): Labels {
  const names = given.map((name) => name?.normalize("NFC") ?? null);
  const distinct = [...new Set(names)].filter((name) => name !== null);
  const classNames = distinct.every((name) => /^-?\d{1,15}$/.test(name))
    ? distinct.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
    : distinct.sort();
  const index = new Map(classNames.map((name, i) => [name, i]));
  const values = Int32Array.from(names, (name) => (name === null ? -1 : index.get(name)!));
  return { values, classNames, missing: names.filter((name) => name === null).length };
}

/**
 * Labels that are class numbers already, and stay what they are: all numbers up to the largest are
 * classes, so that two splits agree. Only the first `length` are kept.
 */
export function labelsFromNumbers(numbers: Int32Array, length: number, name: string): Labels {
  let largest = -1;
  for (const number of numbers) {
    if (number < 0 || number > 1e6) {
      throw new DataError(`${name} holds the class number ${number}; expected 0 to 1000000.`, { name });
    }
    largest = Math.max(largest, number);
  }
  const classNames = Array.from({ length: largest + 1 }, (_, number) => String(number));
  return { values: numbers.slice(0, length), classNames, missing: 0 };
}

/**
 * The same labels, numbered by another list of classes: a test split must use the numbers of its
 * train split, even when it lacks a class.
 *
 * @throws DataError when samples are of classes that are not in the list, with their counts
 */
export function relabel(labels: Labels, classNames: readonly string[], name: string): Labels {
  const number = new Map(classNames.map((className, i) => [className.normalize("NFC"), i]));
  const strange = labels.classNames.filter((className) => !number.has(className));
  if (strange.length > 0) {
    const counted = strange.map((className) => {
      const value = labels.classNames.indexOf(className);
      return { className, samples: labels.values.filter((other) => other === value).length };
    });
    const samples = counted.reduce((sum, one) => sum + one.samples, 0);
    const shown = counted.slice(0, 10).map((one) => `${one.className} (${one.samples})`);
    throw new DataError(
      `${samples} of the ${labels.values.length} samples of ${name} are of classes that are not among the ${classNames.length} expected (${classNames.slice(0, 3).join(", ")}${classNames.length > 3 ? ", ..." : ""}): ${shown.join(", ")}${counted.length > 10 ? ", ..." : ""}.`,
      { name, strange },
    );
  }
  const values = labels.values.map((v) => (v < 0 ? -1 : number.get(labels.classNames[v]!)!));
  return { ...labels, values, classNames };
}
