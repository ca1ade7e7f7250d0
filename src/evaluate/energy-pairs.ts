import { type DataSource, permutation, subset } from "../data/index.js";
import { DataError } from "../errors.js";
import type { Feeds, ViewArrays, Views } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import { partnersFor } from "../samples/index.js";
import { type Positives, positivesOf, type RunConfig, readsLabels } from "../setup/index.js";
import { incompatibleRow } from "../steps/index.js";

/** What the two kinds of pairs are, in words. */
export interface PairKinds {
  readonly compatible: string;
  readonly incompatible: string;
}

/** The samples of a fixed draw of pairs, in whole batches. */
export interface EnergyPairs {
  readonly batches: number;
  readonly batchSize: number;
  /**
   * What views of a batch's rows are drawn from, by the names of the energy program's inputs; of their partners, too, in
   * the same order, where the positives are not views of the sample itself.
   */
  readonly feeds: (batch: number) => Promise<Feeds>;
  /** Of the incompatible pair with a row's first view: whether its two samples are no positives. */
  readonly isApart: (row: number) => boolean;
  readonly kinds: PairKinds;
}

const largestBatch = 256;
/** Pairs cannot be drawn from fewer samples. */
export const fewestSamples = 4;

/**
 * Draws samples, and their partners as training draws them: a second source's sample of the same name, another sample
 * of the class, a near frame. Samples that have no such partner here are left out. Where labels say what belongs
 * together, to find positives or in the method's loss, no incompatible pair is of one class.
 * @param most samples at most; a few fewer make whole batches
 * @param views how views of them are drawn
 * @throws DataError when too few samples have a partner
 */
export async function drawEnergyPairs(
  config: Pick<RunConfig, "positives">,
  method: Pick<Method, "labels">,
  all: DataSource,
  { most, seed }: { readonly most: number; readonly seed: number },
  views: Pick<Views<DataSource, ViewArrays>, "source" | "feeds">,
): Promise<EnergyPairs> {
  const positives = positivesOf(config);
  const source = await samplesWithPartner(all, positives);
  const partners = await partnersFor(config, source, views);
  const count = Math.min(most, source.length);
  const batches = Math.ceil(count / largestBatch);
  const batchSize = Math.floor(count / batches);
  // Shuffled: neighbours in a folder are often of one class.
  const rows = permutation(source.length, [seed]).subarray(0, batches * batchSize);
  const labels = readsLabels(config, method) ? await source.labels() : null;
  const classOf = labels === null || labels.missing > 0 ? null : labels.values;
  // Rows of one class next to each other, so that half a batch further there is another one.
  if (classOf !== null)
    for (let at = 0; at < rows.length; at += batchSize)
      rows.subarray(at, at + batchSize).sort((a, b) => classOf[a]! - classOf[b]!);
  const other = (row: number) => row - (row % batchSize) + incompatibleRow(row % batchSize, batchSize);
  const seconds = partners && rows.map((sample) => partners.of(sample, [seed, 0]));
  const samples = views.source(source);
  return {
    batches,
    batchSize,
    async feeds(batch) {
      const places = [batch * batchSize, (batch + 1) * batchSize] as const;
      const own = views.feeds(await samples.read(rows.subarray(...places)), "samples");
      if (partners === undefined || seconds === undefined) return own;
      return { ...own, ...views.feeds(await partners.source.read(seconds.subarray(...places)), "partners") };
    },
    isApart: (row) => classOf === null || classOf[rows[row]!] !== classOf[rows[other(row)]!],
    kinds: {
      compatible: compatibleKind(positives),
      incompatible: incompatibleKind(positives, classOf !== null),
    },
  };
}

/** The samples whose partner can be another of them. Without labels all: `partnersFor` then says what is missing. */
async function samplesWithPartner(source: DataSource, { kind }: Positives): Promise<DataSource> {
  const labels = kind === "class" ? await source.labels() : null;
  if (kind !== "time" && labels === null) return source;
  const folderOf = (id: string) => id.slice(0, Math.max(0, id.lastIndexOf("/")));
  const groupOf = (place: number) => labels?.values[place] ?? folderOf(source.id(place));
  const groups = Array.from({ length: source.length }, (_, place) => groupOf(place));
  const sizes = new Map<number | string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const places = groups.flatMap((group, place) => (group !== -1 && sizes.get(group)! > 1 ? [place] : []));
  if (places.length >= fewestSamples) return subset(source, places);
  throw new DataError(
    `${places.length} of the ${source.length} samples of ${source.name} have a partner by ${kind} among them; pairs need at least ${fewestSamples}. Give more data.`,
  );
}

function compatibleKind(positives: Positives): string {
  switch (positives.kind) {
    case "augmentation":
      return "two views of one sample";
    case "class":
      return "views of two samples of one class";
    case "time":
      return `views of two samples at most ${positives.window} ${positives.window === 1 ? "place" : "places"} apart in a folder`;
    case "paired":
      return `views of a sample and of its partner in ${positives.path}`;
  }
}

function incompatibleKind({ kind }: Positives, byClass: boolean): string {
  const others = byClass ? "views of samples of two classes" : "views of two samples";
  return kind === "paired" ? `${others}, the second from the other source` : others;
}
