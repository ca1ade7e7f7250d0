import { type DataSource, fingerprints } from "../data/index.js";
import { CheckpointError, DataError } from "../errors.js";
import type { DataConfig, OpenSamples } from "../kinds/index.js";
import { readSeenFile, type SeenSamples } from "../runs/index.js";
import type { RunConfig } from "../setup/index.js";
import { openAs } from "./open-samples.js";
import { printsOf } from "./seen-samples.js";

/** So many pictures tell whether a place holds the run's. */
const lookedAt = 64;

/**
 * Refuses pictures that are not those of the run, where nothing says that others are meant.
 * @param source all of the run's data, opened as its configuration says
 * @param way what to do then
 * @throws DataError when they were added, removed or changed, or stand in another order and some were held out
 */
export async function refuseOtherPictures(
  run: string,
  { data: { holdout } }: Pick<RunConfig, "data">,
  source: DataSource,
  way: string,
): Promise<void> {
  const seen = await seenOrUnknown(run);
  if (seen === null) return;
  const difference = differenceOf(seen, await printsOf(source));
  if (difference === null || (difference.kind === "order" && holdout === 0)) return;
  throw new DataError(
    `The pictures in ${source.name} are not those that ${run} was trained on: ${difference.sentence}. ${way}`,
    { run, data: source.name },
  );
}

/**
 * The same where another part is opened than the run's own, of which nothing is known: a few of the run's own part are
 * looked at.
 */
export async function refuseOtherPlace(
  run: string,
  { data }: Pick<RunConfig, "data">,
  way: string,
  opening: OpenSamples,
): Promise<void> {
  const share = await shareAt(run, data, opening);
  if (share === null || share > 0) return;
  throw new DataError(
    `The pictures in ${data.path} are not those that ${run} was trained on: of those that were looked at, none is. ${way}`,
    { run, data: data.path },
  );
}

/** Share of samples that are the run's, those too that it held out; null where that is not known. */
export async function shareOfOwn(run: string, source: DataSource): Promise<number | null> {
  const seen = await seenOrUnknown(run);
  return seen === null ? null : shareIn(seen, await fingerprints(source));
}

/** The same of a few pictures that stand somewhere: 0 where they cannot be opened. */
export async function shareAt(
  run: string,
  data: DataConfig,
  { cacheFolder, signal }: OpenSamples,
): Promise<number | null> {
  const seen = await seenOrUnknown(run);
  if (seen === null) return null;
  // Of a folder a smaller limit chooses others, rather than fewer.
  const few: DataConfig = { ...data, labels: "none", labelColumn: null, limit: data.limit ?? lookedAt };
  let source: DataSource;
  try {
    source = await openAs(few, { cacheFolder, signal });
  } catch (error) {
    if (error instanceof DataError) return 0;
    throw error;
  }
  try {
    return shareIn(seen, await fingerprints(source));
  } finally {
    await source.close();
  }
}

/** How samples differ from those that a run began with; null where they do not. */
export function differenceOf(
  before: Pick<SeenSamples, "samples" | "partners">,
  now: Pick<SeenSamples, "samples" | "partners">,
): { readonly kind: "count" | "content" | "order"; readonly sentence: string } | null {
  const [count, length] = [before.samples.length, now.samples.length];
  if (count !== length)
    return { kind: "count", sentence: `there were ${count} then, and there are ${length} now` };
  const isSame = (i: number) =>
    before.samples[i] === now.samples[i] && before.partners?.[i] === now.partners?.[i];
  let changed = 0;
  for (let i = 0; i < count; i++) if (!isSame(i)) changed++;
  if (changed === 0) return null;
  return isReordered(before.samples, now.samples) && isReordered(before.partners, now.partners)
    ? {
        kind: "order",
        sentence: `they are the same ones, but ${changed} of the ${count} have another place in the order of their names`,
      }
    : {
        kind: "content",
        sentence: `${changed} of the ${count} ${changed === 1 ? "is not what it was" : "are not what they were"}`,
      };
}

function isReordered(before: BigUint64Array | null, now: BigUint64Array | null): boolean {
  if (before === null || now === null) return before === now;
  const [a, b] = [before.slice().sort(), now.slice().sort()];
  return a.every((print, i) => print === b[i]);
}

function shareIn({ samples, partners }: SeenSamples, prints: BigUint64Array): number {
  const known = new Set([...samples, ...(partners ?? [])]);
  return prints.reduce((sum, print) => sum + (known.has(print) ? 1 : 0), 0) / prints.length;
}

/** Null where it is not known what a run saw: then nothing can be compared, and the guard says so. */
async function seenOrUnknown(run: string): Promise<SeenSamples | null> {
  try {
    return await readSeenFile(run);
  } catch (error) {
    if (error instanceof CheckpointError) return null;
    throw error;
  }
}
