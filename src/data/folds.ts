import { DataError } from "../errors.js";
import type { Source } from "./source.js";
import { labelled, needLabels, stratifiedOrder } from "./split.js";
import { subset } from "./subset.js";

/** One part of a source, and all other parts. */
export interface Fold<S> {
  readonly part: S;
  readonly rest: S;
}

/**
 * Cuts the labelled samples of a source at random into `count` parts of equal size, every class in the same proportion,
 * for cross-validation. Views, in the source's order.
 *
 * @throws DataError without labels, or with fewer samples than parts
 */
export async function folds<S extends Source>(
  source: S,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<Fold<S>[]> {
  const known = await labelled(source);
  if (!(Number.isInteger(count) && count >= 2 && count <= known.length))
    throw new DataError(
      `${source.name} has ${known.length} labelled samples, which cannot be cut into ${count} parts: give a whole number from 2 to ${known.length}.`,
      { labelled: known.length, count },
    );
  const order = stratifiedOrder((await needLabels(known)).values, seed);
  const cut = (k: number) => Math.round((k * order.length) / count);
  return Array.from({ length: count }, (_, k) => {
    const isPart = (place: number) => place >= cut(k) && place < cut(k + 1);
    const rows = (wanted: boolean) => order.filter((_, place) => isPart(place) === wanted).sort();
    return { part: subset(known, rows(true)), rest: subset(known, rows(false)) };
  });
}
