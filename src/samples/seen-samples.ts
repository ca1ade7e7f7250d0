import { createHash } from "node:crypto";
import { type DataSource, fingerprints } from "../data/index.js";
import { CheckpointError } from "../errors.js";
import {
  readSeenBefore,
  readSeenFile,
  type SeenSamples,
  writeSeenBefore,
  writeSeenFile,
} from "../runs/index.js";
import type { RunParts } from "../setup/index.js";
import { positivesOf, readsLabels } from "../setup/index.js";

/** What to keep of a run's samples. */
export interface SeenOf {
  /** All its data, as they were opened. */
  readonly source: DataSource;
  /** Those of them that train. */
  readonly training: DataSource;
  readonly parts: Pick<RunParts, "config" | "method">;
}

/**
 * Keeps a fingerprint of every sample in the run folder, in order, and of its partner in a second source: for the guard
 * that tells when a run is tested on what it was trained on, and for those that tell when its data changed.
 */
export async function keepSeen(run: string, of: SeenOf): Promise<void> {
  await writeSeenFile(run, {
    ...(await printsOf(of.source)),
    training: placesIn(of),
    besides: await besidesPictures(of),
  });
}

/** Fingerprints of samples, and of their partners, in order. */
export async function printsOf(source: DataSource): Promise<Pick<SeenSamples, "samples" | "partners">> {
  const { partner } = source;
  return {
    samples: await fingerprints(source),
    partners: partner === undefined ? null : await fingerprints(partner),
  };
}

/**
 * Fingerprints of all samples that the weights of a run have seen, its own and those of the run it started from.
 * @param onUnknown told why it is not known
 * @returns null where that is not known
 */
export async function readSeen(
  run: string,
  from: string | null,
  onUnknown: (message: string) => void = () => undefined,
): Promise<BigUint64Array | null> {
  const own = await readSeenFile(run).catch((error: unknown) => unknown(error, run, onUnknown));
  if (own === null) return null;
  const { samples, partners, training } = own;
  const seen = Array.from(training, (place) => samples[place]!);
  if (partners !== null) for (const place of training) seen.push(partners[place]!);
  if (from === null) return BigUint64Array.from(seen);
  const before = await readSeenBefore(run).catch((error: unknown) => unknown(error, from, onUnknown));
  return before === null ? null : BigUint64Array.from([...seen, ...before]);
}

function unknown(error: unknown, run: string, onUnknown: (message: string) => void): null {
  if (!(error instanceof CheckpointError)) throw error;
  onUnknown(
    `It is not known which samples ${run} was trained on, so nobody can tell whether it is tested on them: ${error.message}`,
  );
  return null;
}

/** Keeps what another run has seen, for a run that starts from its weights; nothing where it is not known. */
export async function keepSeenBefore(run: string, parent: string, parentFrom: string | null): Promise<void> {
  const seen = await readSeen(parent, parentFrom);
  if (seen !== null) await writeSeenBefore(run, seen);
}

/**
 * A digest of what training reads beside pictures: labels, by the number of their class, or names, where those near each
 * other in time are partners. Null where it reads neither.
 */
export async function besidesPictures({ training, parts }: Omit<SeenOf, "source">): Promise<string | null> {
  const { config, method } = parts;
  const hash = createHash("sha256");
  if (readsLabels(config, method)) {
    const { values } = (await training.labels()) ?? { values: new Int32Array() };
    return hash.update(`labels\n${values.join()}`).digest("hex");
  }
  if (positivesOf(config).kind !== "time") return null;
  for (let i = 0; i < training.length; i++) hash.update(`${training.id(i)}\n`);
  return hash.digest("hex");
}

function placesIn({ source, training }: Pick<SeenOf, "source" | "training">): Int32Array {
  const places = new Map<string, number>();
  for (let i = 0; i < source.length; i++) places.set(source.id(i), i);
  return Int32Array.from({ length: training.length }, (_, i) => places.get(training.id(i)) ?? -1);
}
