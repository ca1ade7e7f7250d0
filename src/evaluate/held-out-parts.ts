import { permutation } from "../data/index.js";

/** Parts of the rows, each held out in turn. */
const parts = 5;
/** With more rows than this, one part says enough. */
const allPartsRows = 2000;
/** Rows that take part, at most. */
const mostRows = 10_000;

/** Rows to fit to, and rows to judge by. */
export interface Cut {
  readonly fit: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Cuts for cross-validation: every class spread over the parts, so that what is held out has others of its class in the fit; a class of one row
 * is never held out. One part of many rows, all five of few; none where no class has two rows.
 */
export function heldOutParts(labels: Int32Array, classes: number, seed: number): Cut[] {
  const members: number[][] = Array.from({ length: classes }, () => []);
  for (const i of permutation(labels.length, [seed, 0x1a7])) members[labels[i]!]!.push(i);
  const share = Math.min(1, mostRows / labels.length);
  const pieces: number[][] = Array.from({ length: parts }, () => []);
  const always: number[] = [];
  let turn = 0;
  for (const all of members) {
    const used = all.slice(0, Math.max(Math.min(2, all.length), Math.round(all.length * share)));
    if (used.length === 1) always.push(...used);
    else for (const row of used) pieces[turn++ % parts]!.push(row);
  }
  const count = turn + always.length;
  const heldOut = pieces.slice(0, count > allPartsRows ? 1 : parts).filter((rows) => rows.length > 0);
  return heldOut.map((rows) => ({
    fit: [...always, ...pieces.flatMap((others) => (others === rows ? [] : others))],
    heldOut: rows,
  }));
}
