import { DataError } from "../errors.js";
import { aloneNote } from "./count-note.js";
import { refuseOtherShapes } from "./fingerprints.js";
import type { Partners } from "./partners.js";
import type { DataSource, Skipped, Source } from "./source.js";
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
 * aligns most; a way in which two samples of one source would be the same is not taken. Samples that `limit` cut off help
 * to find that way, but are not in the result.
 *
 * @throws DataError when nothing aligns
 */
export function alignSources(first: DataSource, second: DataSource): ReadonlyMap<number, number> {
  return taken(align(first, second), first, second);
}

/**
 * Two aligned sources as one: the samples of `first` that have a partner of the same name in `second` (`alignSources`),
 * in the order of `first`, with those partners as `partner`. Those without one, of both sources, are listed in
 * `skipped`; a sample whose partner `limit` cut off is not. Where most of a source has no partner, `warnings` says so. Parts of the result, such as `split` and `subset` give, keep partners aligned; closing it closes both.
 *
 * @throws DataError when nothing aligns, or pictures have another shape
 */
export function pairSources<Own extends DataSource>(first: Own, second: Own): Own {
  refuseOtherShapes(first, second, "paired", "give `channels` and `size`");
  const alignment = align(first, second);
  const pairs = taken(alignment, first, second);
  const alone = [
    ...without(first, alignment.pairs, second.name),
    ...without(second, new Set(alignment.pairs.values()), first.name),
  ];
  return {
    ...subset(first, [...pairs.keys()]),
    partner: subset(second, [...pairs.values()]),
    skipped: [...first.skipped, ...second.skipped, ...alone],
    notes: [...first.notes, ...second.notes, ...aloneNote(`${first.name} and ${second.name}`, alone)],
    warnings: [...(first.warnings ?? []), ...(second.warnings ?? []), ...mostAlone(alignment, first, second)],
    async close() {
      await first.close();
      await second.close();
    },
  };
}

/** The other source's sample is the partner, always. @param source from `pairSources`, or a part of it */
export function alignedPartners<Arrays extends object>({ name, partner }: Source<Arrays>): Partners<Arrays> {
  if (partner === undefined)
    throw new DataError(`${name} has no second source: make one of two with pairSources.`);
  return { source: partner, of: (index) => index };
}

/** How two whole sources align: places of samples that `limit` cut off come after those of the others. */
interface Alignment {
  readonly pairs: ReadonlyMap<number, number>;
  /** Samples of the first and of the second source. */
  readonly of: readonly [number, number];
}

function align(first: DataSource, second: DataSource): Alignment {
  const [ids, otherIds] = [idsOf(first), idsOf(second)];
  let best = new Map<number, number>();
  for (const spell of spellings) {
    const [names, others] = [ids.map(spell), otherIds.map(spell)];
    const placeOf = new Map(others.map((name, place) => [name, place]));
    if (placeOf.size < others.length || new Set(names).size < names.length) continue;
    const pairs = new Map<number, number>();
    for (const [place, name] of names.entries()) {
      const other = placeOf.get(name);
      if (other !== undefined) pairs.set(place, other);
    }
    if (pairs.size > best.size) best = pairs;
  }
  return { pairs: best, of: [ids.length, otherIds.length] };
}

/** The pairs of which no limit cut off a sample. */
function taken({ pairs, of }: Alignment, first: DataSource, second: DataSource): ReadonlyMap<number, number> {
  const there = new Map([...pairs].filter(([one, other]) => one < first.length && other < second.length));
  if (there.size > 0) return there;
  throw new DataError(
    pairs.size > 0
      ? `${pairs.size} samples of ${first.name} have a partner in ${second.name}, but the limit of ${Math.min(first.length, second.length)} cut all of them off: give a larger \`limit\`.`
      : `None of the ${of[0]} samples of ${first.name} has a partner among the ${of[1]} of ${second.name}: they are matched by file name (the first are ${first.id(0)} and ${second.id(0)}). Give two folders with the same file names.`,
    { first: first.name, second: second.name },
  );
}

/** Few partners most likely mean that the second source is the wrong one. */
function mostAlone({ pairs, of }: Alignment, first: DataSource, second: DataSource): readonly string[] {
  const matched = pairs.size;
  if (2 * matched >= Math.max(...of)) return [];
  return [
    `Most samples have no partner and are left out: only ${matched} of the ${of[0]} samples of ${first.name} and of the ${of[1]} of ${second.name} are matched. They are matched by file name (the first are ${first.id(0)} and ${second.id(0)}): make sure that the two belong together.`,
  ];
}

/** Names of all samples, those that `limit` cut off last. */
function idsOf(source: DataSource): string[] {
  const own = Array.from({ length: source.length }, (_, i) => source.id(i));
  return [...own, ...(source.beyondLimit?.() ?? [])].map((id) => id.normalize("NFC"));
}

function without(
  source: DataSource,
  paired: { has(place: number): boolean },
  other: string,
): readonly Skipped[] {
  const alone: Skipped[] = [];
  for (let place = 0; place < source.length; place++)
    if (!paired.has(place)) alone.push({ id: source.id(place), reason: `no partner in ${other}` });
  return alone;
}
