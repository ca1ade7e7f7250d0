import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fingerprints, type ImageSource } from "../../data/index.js";
import { DataError } from "../../errors.js";
import { writeFileAtomically } from "../../formats/index.js";

const fileOf = (run: string) => join(run, "seen.bin");
/** What the runs that a run's weights come from have seen. */
const beforeOf = (run: string) => join(run, "seen-before.bin");

/**
 * Fingerprints of all samples that the weights of a run have seen, its own and those of the run it started from.
 * @returns null where that is not known
 */
export async function readSeen(run: string, from: string | null): Promise<BigUint64Array | null> {
  const own = await readPrints(fileOf(run));
  if (own === null || from === null) return own;
  const before = await readPrints(beforeOf(run));
  return before === null ? null : BigUint64Array.from([...own, ...before]);
}

/** Keeps what another run has seen, for a run that starts from its weights; nothing where it is not known. */
export async function keepSeenBefore(run: string, parent: string, parentFrom: string | null): Promise<void> {
  const seen = await readSeen(parent, parentFrom);
  if (seen !== null) await writeFileAtomically(beforeOf(run), new Uint8Array(seen.buffer));
}

async function readPrints(path: string): Promise<BigUint64Array | null> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes === null) return null;
  return new BigUint64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Fingerprints of training samples, then of their partners in a second source, in order. */
async function trainingPrints(training: ImageSource): Promise<BigUint64Array> {
  const own = await fingerprints(training);
  if (training.partner === undefined) return own;
  return BigUint64Array.from([...own, ...(await fingerprints(training.partner))]);
}

/**
 * Keeps a fingerprint of every training sample in the run folder, in order, and of its partner in a second source: for the guard that tells when a run is
 * tested on what it was trained on, and for the one that tells when its data changed.
 */
export async function keepSeen(run: string, training: ImageSource): Promise<void> {
  const seen = await trainingPrints(training);
  await writeFileAtomically(fileOf(run), new Uint8Array(seen.buffer));
}

/**
 * Compares the training samples with those that the run began with.
 * @returns false when the run has no fingerprints yet
 * @throws DataError when samples were added, removed, changed or renamed
 */
export async function refuseChangedData(run: string, path: string, training: ImageSource): Promise<boolean> {
  const before = await readPrints(fileOf(run));
  if (before === null) return false;
  const ways = `Put the data back as they were, or start a new run from its weights with \`from: ${JSON.stringify(run)}\`.`;
  const count = before.length / (training.partner === undefined ? 1 : 2);
  if (count !== training.length) {
    throw new DataError(
      `The run ${run} began with ${count} training samples in ${path}, and now there are ${training.length}. ${ways}`,
      { run, before: count, now: training.length },
    );
  }
  const now = await trainingPrints(training);
  const isChanged = (i: number) => before[i] !== now[i] || before[i + count] !== now[i + count];
  let changed = 0;
  for (let i = 0; i < count; i++) if (isChanged(i)) changed++;
  if (changed === 0) return true;
  throw new DataError(
    `${changed} of the ${count} training samples in ${path} are not what they were when the run ${run} began. ${ways}`,
    { run, changed },
  );
}
