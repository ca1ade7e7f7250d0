import { limitSaid } from "./cache-limit.js";
import { decodeInto, type Inputs } from "./decode-into.js";
import { type FillJob, startFilling } from "./fill-job.js";
import type { ImageSettings } from "./image-options.js";
import { measureDecoding } from "./measure-decoding.js";
import { placeFor } from "./place-for.js";
import { inPhases } from "./progress-phases.js";
import type { FilledStore } from "./record-store.js";
import { useCached } from "./use-cached.js";

/**
 * Decodes everything once: into memory, or into the cache on disk when it exceeds the memory budget. What took longer than
 * `keepAfter` is kept in the cache in either case, and found there the next time. Forms that are not there are decoded
 * together; the memory budget is for all of them, the first ones first.
 *
 * @returns a store for every form
 * @throws UnlabelError when there is room for it neither on the disk nor in memory
 * @throws ConfigError when the cache's limit is no size, or options exclude each other
 */
export async function fillStores(inputs: Inputs, settings: ImageSettings): Promise<readonly FilledStore[]> {
  const { forms, length, name } = inputs;
  const phases = inPhases(settings, length, forms.length);
  const told = new Set<number>();
  const once: Inputs = {
    ...inputs,
    // Every form leaves out the same ones.
    onSkip(position, reason) {
      if (told.has(position)) return;
      told.add(position);
      inputs.onSkip(position, reason);
    },
  };
  const folder = settings.cacheFolder;
  if (folder !== null) limitSaid();
  const stores: (FilledStore | null)[] = [];
  const jobs: (FillJob & { readonly of: number })[] = [];
  try {
    const places: ("memory" | "disk")[] = [];
    let memoryBudget = settings.memoryBudget;
    let found = 0;
    for (const [of, form] of forms.entries()) {
      const place = placeFor(name, length, form, { ...settings, memoryBudget });
      places.push(place);
      memoryBudget -= length * form.recordBytes;
      const key = folder === null ? null : await form.key();
      const cached =
        folder === null || key === null
          ? null
          : await useCached(folder, key.name, once, form, place, phases[found]!);
      if (cached !== null && cached !== "damaged") {
        stores.push(cached);
        found++;
        continue;
      }
      stores.push(null);
      jobs.push({ of, ...(await startFilling(once, form, key, place, settings, cached === "damaged")) });
    }
    await tellCost(once, places, jobs, settings);
    if (jobs.length > 0) {
      const started = performance.now();
      const without = await decodeInto(jobs, once, found === 0 ? settings : phases[found]!);
      const seconds = (performance.now() - started) / 1000;
      for (const { of, finish } of jobs) stores[of] = await finish(without, seconds);
    }
    return stores as FilledStore[];
  } catch (error) {
    for (const { writer } of jobs) await writer.abandon();
    for (const filled of stores) await filled?.store.close();
    throw error;
  } finally {
    for (const { known } of jobs) await known.close();
  }
}

/** Where it is asked for, measures what is to come. */
async function tellCost(
  inputs: Inputs,
  places: readonly ("memory" | "disk")[],
  jobs: readonly FillJob[],
  { onDecodeCost, signal }: ImageSettings,
): Promise<void> {
  if (onDecodeCost === null) return;
  const { name, length, forms } = inputs;
  const missing = jobs.map(({ form }) => form);
  const { measured, secondsEach } = await measureDecoding(inputs, missing);
  signal?.throwIfAborted();
  onDecodeCost({
    ...{ name, pictures: length, measured, seconds: length * secondsEach },
    kept: forms.map(({ target, recordBytes }, i) => ({
      size: [target.height, target.width],
      bytes: length * recordBytes,
      storedIn: places[i]!,
    })),
  });
}
