import { DataError } from "../errors.js";
import type { Partners } from "./partners.js";
import type { ImageArrays, ImageSource, Skipped } from "./source.js";
import { subset } from "./subset.js";

/** How samples of two sources may be told to be the same: strictest first. */
const spellings: readonly ((id: string) => string)[] = [
  (id) => id,
  (id) => id.replace(/\.[^./]*$/, ""),
  (id) => id.slice(id.lastIndexOf("/") + 1).replace(/\.[^.]*$/, ""),
];

/**
 * Which samples of two sources have the same name: place in `second` by place in `first`, ascending in the latter.
 * Samples are aligned by their ids, else by ids without the ending of the file, else by file names alone, whichever
 * aligns most; a way in which two samples of one source would be the same is not taken.
 *
 * @throws DataError when nothing aligns
 */
export function alignSources(first: ImageSource, second: ImageSource): ReadonlyMap<number, number> {
  const pairs = align(idsOf(first), idsOf(second));
  if (pairs.size > 0) return pairs;
  throw new DataError(
    `None of the ${first.length} samples of ${first.name} has a partner of the same name in ${second.name} (the first are ${first.id(0)} and ${second.id(0)}): give two folders with the same file names.`,
    { first: first.name, second: second.name },
  );
}

/**
 * Two aligned sources as one: the samples of `first` that have a partner of the same name in `second` (`alignSources`),
 * in the order of `first`, with those partners as `partner`. Those without one, of both sources, are listed in
 * `skipped`. Parts of the result, such as `split` and `subset` give, keep partners aligned; closing it closes both.
 *
 * @throws DataError when nothing aligns, or pictures have another shape
 */
export function pairSources(first: ImageSource, second: ImageSource): ImageSource {
  if (first.shape.join() !== second.shape.join()) {
    throw new DataError(
      `Pictures of ${first.name} and ${second.name} can only be paired at one shape, but have [${first.shape}] and [${second.shape}]: give --channels and --size.`,
      { first: first.shape, second: second.shape },
    );
  }
  const pairs = alignSources(first, second);
  const partners = new Set(pairs.values());
  return {
    ...subset(first, [...pairs.keys()]),
    partner: subset(second, [...pairs.values()]),
    skipped: [
      ...first.skipped,
      ...second.skipped,
      ...without(first, pairs, second.name),
      ...without(second, partners, first.name),
    ],
    async close() {
      await first.close();
      await second.close();
    },
  };
}

/** The other source's sample is the partner, always. @param source from `pairSources`, or a part of it */
export function alignedPartners({ name, partner }: ImageSource): Partners<ImageArrays> {
  if (partner === undefined)
    throw new DataError(`${name} has no second source: make one of two with pairSources.`);
  return { source: partner, of: (index) => index };
}

function align(first: readonly string[], second: readonly string[]): ReadonlyMap<number, number> {
  let best = new Map<number, number>();
  for (const spell of spellings) {
    const [names, others] = [first.map(spell), second.map(spell)];
    const placeOf = new Map(others.map((name, place) => [name, place]));
    if (placeOf.size < others.length || new Set(names).size < names.length) continue;
    const pairs = new Map<number, number>();
    for (const [place, name] of names.entries()) {
      const other = placeOf.get(name);
      if (other !== undefined) pairs.set(place, other);
    }
    if (pairs.size > best.size) best = pairs;
  }
  return best;
}

function idsOf(source: ImageSource): string[] {
  return Array.from({ length: source.length }, (_, i) => source.id(i).normalize("NFC"));
}

function without(
  source: ImageSource,
  paired: { has(place: number): boolean },
  other: string,
): readonly Skipped[] {
  const alone: Skipped[] = [];
  for (let place = 0; place < source.length; place++)
    if (!paired.has(place)) alone.push({ id: source.id(place), reason: `no partner in ${other}` });
  return alone;
}
