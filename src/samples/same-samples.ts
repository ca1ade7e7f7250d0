import { rename } from "node:fs/promises";
import type { DataSource } from "../data/index.js";
import { CheckpointError, DataError } from "../errors.js";
import type { Checkpoint } from "../runs/index.js";
import { readSeenFile, type SeenSamples, seenPath } from "../runs/index.js";
import type { RunConfig } from "../setup/index.js";
import { differenceOf } from "./own-pictures.js";
import { besidesPictures, printsOf, type SeenOf } from "./seen-samples.js";

/**
 * The samples that a run began with, for one that goes on.
 * @param onUnknown told where they are not known, though the run has begun
 * @returns null where they are not known
 * @throws CheckpointError when the file is there, but not for this process
 */
export async function seenAtStart(
  run: string,
  checkpoint: Checkpoint | null,
  onUnknown: (message: string) => void,
): Promise<SeenSamples | null> {
  try {
    return await readSeenFile(run);
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const { code } = error.context;
    if (code !== undefined && code !== "ENOENT") throw error;
    // Stopped before they were written, which is before the first checkpoint.
    if (code === "ENOENT" && checkpoint === null) return null;
    if (code === undefined) await rename(seenPath(run), `${seenPath(run)}.damaged`);
    onUnknown(
      `${error.message} So it is not known whether the samples are those that the run began with: from here on those that are there now count as the run's.`,
    );
    return null;
  }
}

/**
 * Refuses samples that are not, in the same order, those that a run began with: it would end with other bits.
 * @throws DataError when some were added, removed or changed, or renamed so that their order is another
 */
export async function refuseChangedSamples(
  run: string,
  config: RunConfig,
  source: DataSource,
  seen: SeenSamples,
): Promise<void> {
  const difference = differenceOf(seen, await printsOf(source));
  if (difference === null) return;
  throw new DataError(
    `The samples in ${nameOf(config)} are not those that the run ${run} began with: ${difference.sentence}. ${waysOn(run)}`,
    { run, difference: difference.kind },
  );
}

/**
 * Refuses other labels, or other names where they make partners.
 * @throws DataError when what training reads beside pictures is not what it was
 */
export async function refuseChangedReading(run: string, of: SeenOf, seen: SeenSamples): Promise<void> {
  if ((await besidesPictures(of)) === seen.besides) return;
  const what = of.parts.config.positives?.kind === "time" ? "names" : "labels";
  throw new DataError(
    `The ${what} of the samples in ${nameOf(of.parts.config)} are not those that the run ${run} began with, and it trains by them. ${waysOn(run)}`,
    { run },
  );
}

/** What a run trains on, for a message. */
function nameOf({ data, positives }: RunConfig): string {
  return positives?.kind === "paired" ? `${data.path} and ${positives.path}` : data.path;
}

function waysOn(run: string): string {
  return `Put the data back as they were, say with \`data\` where they have moved, or start a new run from its weights with \`from: ${JSON.stringify(run)}\`.`;
}
