import { type DataSource, fingerprints } from "../data/index.js";
import { DataError } from "../errors.js";
import type { DataConfig } from "../kinds/index.js";
import { openAs, readSeen } from "../samples/index.js";
import type { RunConfig } from "../setup/index.js";
import type { RetrieveOptions } from "./cross-retrieval.js";

/** Places of one thing in both sources. */
export type Pair = readonly [first: number, second: number];

/** Opens both sources as the run opened its own, without labels. */
export async function openSides(
  { data }: RunConfig,
  {
    data: first,
    among,
    split,
    cacheFolder,
    onProgress,
    onNote,
  }: Pick<RetrieveOptions, "data" | "among" | "split" | "cacheFolder" | "onProgress" | "onNote">,
): Promise<readonly [DataSource, DataSource]> {
  const settled: DataConfig = {
    ...data,
    labels: "none",
    labelColumn: null,
    split: split ?? null,
    limit: null,
    holdout: 0,
  };
  const open = (path: string) => openAs({ ...settled, path }, { cacheFolder, onProgress, onNote });
  const opened = await open(first);
  try {
    return [opened, await open(among)];
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Places in the first source of pairs of which training saw either picture; null where that is not known. */
export async function seenPairs(
  home: string,
  { from }: RunConfig,
  sides: readonly [DataSource, DataSource],
  pairs: readonly Pair[],
  onUnknown?: (message: string) => void,
): Promise<ReadonlySet<number> | null> {
  const prints = await readSeen(home, from, onUnknown);
  if (prints === null) return null;
  const known = new Set(prints);
  const [first, second] = [await fingerprints(sides[0]), await fingerprints(sides[1])];
  return new Set(pairs.filter(([a, b]) => known.has(first[a]!) || known.has(second[b]!)).map(([a]) => a));
}

/**
 * The pairs to ask for: all, or those of which training saw neither picture.
 * @throws DataError when that is not known, or none is left
 */
export function chooseQueries(
  pairs: readonly Pair[],
  seen: ReadonlySet<number> | null,
  heldOut: boolean,
  { run, data, onWarning }: RetrieveOptions,
): readonly Pair[] {
  if (!heldOut) {
    if (seen !== null && seen.size > 0)
      onWarning?.(
        `Training saw ${seen.size} of the ${pairs.length} queries. For what it finds among samples it has not seen, add \`heldOut\`.`,
      );
    return pairs;
  }
  if (seen === null) {
    throw new DataError(
      `It is not known what the run ${run} saw: its seen.bin is missing or damaged. Leave \`heldOut\` out, and give data that it was not trained on.`,
      { run },
    );
  }
  const unseen = pairs.filter(([place]) => !seen.has(place));
  if (unseen.length > 0) return unseen;
  throw new DataError(
    `Training saw all ${pairs.length} samples of ${data} that have a partner, so none is held out. Train with \`holdout\` of \`pretrain\`, or leave \`heldOut\` out.`,
    { run, data },
  );
}
