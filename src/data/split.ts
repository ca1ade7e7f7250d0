import { ConfigError, DataError } from "../errors.js";
import { permutation, shuffleInPlace } from "./shuffle.js";
import type { Labels, Source } from "./source.js";
import { subset } from "./subset.js";

/** Tells these draws from those of the loader, which uses [seed, epoch]. */
const splitKey = 0x5711;

/**
 * Cuts a source at random into two views: a `fraction` of the samples, and the rest, both in the
 * source's order. With `stratified` every class is cut in the same proportion. Of samples that go on where the one before
 * ends, the part is the end, whatever the seed: any other would be told by its neighbours.
 *
 * @throws ConfigError when the fraction is not between 0 and 1
 * @throws DataError when a part would be empty, or stratified is asked without labels
 */
export async function split<S extends Source>(
  source: S,
  options: { readonly fraction: number; readonly seed: number; readonly stratified?: boolean | undefined },
): Promise<[part: S, rest: S]> {
  const { fraction, seed, stratified = false } = options;
  if (!(fraction > 0 && fraction < 1)) {
    throw new ConfigError(`Option fraction takes a number between 0 and 1, but got ${fraction}.`);
  }
  const order = stratified
    ? stratifiedOrder((await needLabels(source)).values, seed)
    : source.inSequence === true
      ? Int32Array.from({ length: source.length }, (_, i) => source.length - 1 - i)
      : permutation(source.length, [seed, splitKey]);
  const count = Math.round(fraction * source.length);
  if (count === 0 || count === source.length) {
    throw new DataError(
      `${source.name} has ${source.length} samples, too few to cut off a part of ${fraction}.`,
    );
  }
  return [subset(source, order.slice(0, count).sort()), subset(source, order.slice(count).sort())];
}

/** The samples that have a label. Throws DataError when none has. */
export async function labelled<S extends Source>(source: S): Promise<S> {
  const { values, missing } = await needLabels(source);
  return missing === 0 ? source : subset(source, labelledIndices(values));
}

/**
 * A view of `n` random samples of every class, in the source's order.
 *
 * @throws DataError when a class has fewer, naming the smallest one
 */
export async function takePerClass<S extends Source>(source: S, n: number, seed: number): Promise<S> {
  checkCount("n", n);
  const { values, classNames } = await needLabels(source);
  const taken: number[] = [];
  const classes = membersByClass(values, classNames.length, seed);
  const smallest = classes.reduce((a, b) => (b.length < a.length ? b : a));
  if (smallest.length < n) {
    throw new DataError(
      `${source.name} has ${smallest.length} samples of class ${classNames[classes.indexOf(smallest)]}, fewer than the ${n} asked of every class.`,
      { n, least: smallest.length },
    );
  }
  for (const members of classes) taken.push(...members.subarray(0, n));
  return subset(source, Int32Array.from(taken).sort());
}

/**
 * A view of `count` labelled samples, or a `fraction` of them, with classes in their own proportions.
 * For one seed a smaller budget lies within every larger one, so that scores along a sweep of
 * budgets are comparable.
 *
 * @throws DataError when there are fewer labelled samples
 */
export async function labelBudget<S extends Source>(
  source: S,
  budget: { readonly count: number } | { readonly fraction: number },
  seed: number,
): Promise<S> {
  const order = stratifiedOrder((await needLabels(source)).values, seed, true);
  const count = "count" in budget ? budget.count : Math.max(1, Math.round(budget.fraction * order.length));
  checkCount("count", count);
  if (count > order.length) {
    throw new DataError(
      `${source.name} has ${order.length} labelled samples, fewer than the ${count} asked for.`,
      { labelled: order.length, count },
    );
  }
  return subset(source, order.slice(0, count).sort());
}

/**
 * All samples in a random order whose every beginning holds the classes in their proportions: the
 * r-th of the n shuffled members of a class comes at (r + 1/2) / n. Samples without a label are a
 * class of their own, or left out.
 */
export function stratifiedOrder(values: Int32Array, seed: number, onlyLabelled = false): Int32Array {
  const shuffled = permutation(values.length, [seed, splitKey]);
  const sizes = new Map<number, number>();
  for (const value of values) sizes.set(value, (sizes.get(value) ?? 0) + 1);
  const seen = new Map<number, number>();
  const place = new Float64Array(values.length);
  const turn = new Int32Array(values.length);
  for (const [at, index] of shuffled.entries()) {
    const value = values[index]!;
    const rank = seen.get(value) ?? 0;
    seen.set(value, rank + 1);
    place[index] = (rank + 0.5) / sizes.get(value)!;
    turn[index] = at;
  }
  const order = onlyLabelled ? shuffled.filter((index) => values[index]! >= 0) : shuffled;
  return order.sort((a, b) => place[a]! - place[b]! || turn[a]! - turn[b]!);
}

function membersByClass(values: Int32Array, classes: number, seed: number): Int32Array[] {
  const members: number[][] = Array.from({ length: classes }, () => []);
  for (const [index, value] of values.entries()) if (value >= 0) members[value]!.push(index);
  return members.map((list, name) => {
    const shuffled = Int32Array.from(list);
    shuffleInPlace(shuffled, [seed, splitKey, name]);
    return shuffled;
  });
}

function labelledIndices(values: Int32Array): number[] {
  return Array.from(values.keys()).filter((index) => values[index]! >= 0);
}

function checkCount(name: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value > 0)) {
    throw new ConfigError(`Option ${name} takes a whole number above 0, but got ${value}.`);
  }
}

/** The labels, or a DataError that says how to give some. */
export async function needLabels(source: Source): Promise<Labels> {
  const labels = await source.labels();
  if (labels !== null && labels.missing < source.length) return labels;
  throw new DataError(
    `${source.name} has no labels, but they are needed here: sort the samples into one folder a class, or give a CSV with \`labels\`.`,
    { source: source.name },
  );
}
