import { ConfigError, UnlabelError } from "../errors.js";
import type { CacheKey } from "./cache-key.js";
import type { Filling, Form, FormSet, Inputs, WithoutRecord } from "./decode-into.js";
import type { ImageSettings } from "./image-options.js";
import { inMemoryInstead, keepDecoded, writerOnDisk } from "./keep-decoded.js";
import { type KnownRecords, knownRecords, nothingKnown } from "./known-records.js";
import { fitsFreeMemory } from "./place-for.js";
import { type FilledStore, memoryWriter } from "./record-store.js";

/** Records of a form that are being made, and what becomes of them. */
export type FillJob = Filling & {
  /** Once every record was appended. */
  finish(without: WithoutRecord, seconds: number): Promise<FilledStore>;
};

/**
 * Gets ready to make what is not in the cache.
 *
 * @param key null where nothing is kept @param isDamaged what was there could not be trusted
 * @throws UnlabelError when there is room for it neither on the disk nor in memory
 */
export async function startFilling(
  inputs: Inputs,
  form: Form,
  key: CacheKey | null,
  place: "memory" | "disk",
  settings: ImageSettings,
  isDamaged: boolean,
): Promise<FillJob> {
  const folder = settings.cacheFolder;
  if (key === null || folder === null) return inMemory(inputs, form, nothingKnown);
  // A folder that cannot be read holds nothing.
  const known = await knownRecords(folder, key).catch(() => nothingKnown);
  const set = { ...form, name: inputs.name, length: inputs.length };
  const start = place === "memory" ? keptInMemory : onDisk;
  const job = await start(folder, key, set, known, settings).catch((error: unknown) =>
    known.close().then(() => Promise.reject(error)),
  );
  if (!isDamaged) return job;
  const anew = `The decoded pictures that were kept of ${inputs.name} were damaged or of another version: they are decoded anew.`;
  return noting(job, anew);
}

function inMemory({ length }: Pick<Inputs, "length">, form: Form, known: KnownRecords): FillJob {
  const writer = memoryWriter(length, form.recordBytes);
  return {
    ...{ form, known, writer },
    finish: async ({ left, skipped }) => ({ store: await writer.finish(left), skipped, notes: [] }),
  };
}

/** Decodes into memory, and keeps in the cache what took its time. */
async function keptInMemory(
  folder: string,
  key: CacheKey,
  set: FormSet,
  known: KnownRecords,
  { keepAfter }: ImageSettings,
): Promise<FillJob> {
  const job = inMemory(set, set, known);
  return {
    ...job,
    async finish(without, seconds) {
      const filled = await job.finish(without, seconds);
      const { store } = filled;
      if (seconds < keepAfter || store.count === 0) return filled;
      const { fingerprints, notes } = await keepDecoded(folder, key, set, store, without.left);
      return { ...filled, store: { ...store, fingerprints }, notes };
    },
  };
}

/** Decodes into the cache; where it cannot be written, into memory if there is enough of it. */
async function onDisk(
  folder: string,
  key: CacheKey,
  set: FormSet,
  known: KnownRecords,
  settings: ImageSettings,
): Promise<FillJob> {
  try {
    const { writer, notes } = await writerOnDisk(folder, key, set);
    return {
      ...{ form: set, known, writer },
      finish: async ({ left, skipped }) => ({ store: await writer.finish(left), skipped, notes }),
    };
  } catch (error) {
    const isFault = !(error instanceof UnlabelError) || error instanceof ConfigError;
    if (isFault || settings.store === "disk" || !fitsFreeMemory(set.length * set.recordBytes)) throw error;
    return noting(inMemory(set, set, known), `${error.message} ${inMemoryInstead}`);
  }
}

function noting(job: FillJob, note: string): FillJob {
  return {
    ...job,
    async finish(without, seconds) {
      const filled = await job.finish(without, seconds);
      return { ...filled, notes: [note, ...filled.notes] };
    },
  };
}
