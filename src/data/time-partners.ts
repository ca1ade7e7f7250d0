import { ConfigError, DataError } from "../errors.js";
import { drawBelow, type Partners } from "./partners.js";
import type { Source } from "./source.js";

/**
 * Positives by time, for films cut into frames: the partner is another sample of the same folder, at most `window`
 * places before or after, each of them equally likely, drawn anew every epoch. The order within a folder is that of
 * the names with numbers by value (`frame2` before `frame10`). Only samples of this source count, so a frame that is
 * held out is no partner and takes no place.
 *
 * @throws DataError when a folder has one sample only
 */
export function timePartners<Arrays extends object>(
  source: Source<Arrays>,
  window: number,
): Partners<Arrays> {
  if (!(Number.isSafeInteger(window) && window > 0)) {
    throw new ConfigError(`\`timeWindow\` takes a whole number from 1, but got ${window}.`, { window });
  }
  const films = new Map<string, number[]>();
  for (let index = 0; index < source.length; index++) {
    const folder = folderOf(source.id(index));
    const film = films.get(folder);
    if (film === undefined) films.set(folder, [index]);
    else film.push(index);
  }
  const filmOf = new Array<readonly number[]>(source.length);
  const place = new Int32Array(source.length);
  for (const [folder, film] of films) {
    if (film.length < 2) {
      throw new DataError(
        `${folder === "" ? source.name : `The folder ${folder} of ${source.name}`} has one training sample, and positives by time need two in each folder: keep the frames of one film in one folder, in the order of their names.`,
        { source: source.name, folder },
      );
    }
    const keyed = film.map((index) => ({ index, name: nameParts(source.id(index)) }));
    keyed.sort((a, b) => inNaturalOrder(a.name, b.name) || a.index - b.index);
    const ordered = keyed.map(({ index }) => index);
    for (const [at, index] of ordered.entries()) {
      filmOf[index] = ordered;
      place[index] = at;
    }
  }
  return {
    source,
    of(index, key) {
      const film = filmOf[index]!;
      const at = place[index]!;
      const first = Math.max(0, at - window);
      const last = Math.min(film.length - 1, at + window);
      const drawn = first + drawBelow(last - first, index, key);
      return film[drawn < at ? drawn : drawn + 1]!;
    },
  };
}

function folderOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}

/** Runs of digits and what stands between them, in turn: odd places are numbers. */
function nameParts(id: string): readonly string[] {
  return id.slice(id.lastIndexOf("/") + 1).split(/(\d+)/);
}

function inNaturalOrder(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i]!, b[i]!];
    if (left === right) continue;
    const byValue = i % 2 === 1 ? Number(left) - Number(right) : 0;
    if (byValue !== 0) return byValue;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
