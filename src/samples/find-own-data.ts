import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { DataError } from "../errors.js";
import type { OpenSamples } from "../kinds/index.js";
import type { Places, RunConfig } from "../setup/index.js";
import { positivesOf } from "../setup/index.js";
import { shareAt } from "./own-pictures.js";

type Kind = keyof Places;

export interface FindOptions extends OpenSamples {
  /** What is going to be opened. */
  readonly needs: readonly Kind[];
  /** The options by which a person can say where something is, for the message. */
  readonly takes: readonly Kind[];
}

const called: Readonly<Record<Kind, string>> = { data: "pictures", labels: "labels", pair: "partners" };

/**
 * The configuration of a run with paths that can be opened from the current folder. A relative path may have been typed
 * in another one: what stands there now is taken only where it is what the run was trained on, else what stands where
 * the run's was. A sentence says so where the two differ.
 * @throws DataError when something is not there any more
 */
export async function findOwnData(
  run: string,
  config: RunConfig,
  { needs, takes, ...opening }: FindOptions,
): Promise<RunConfig> {
  const { data, places } = config;
  const positives = positivesOf(config);
  const found = {
    data: data.path,
    labels: data.labels,
    pair: positives.kind === "paired" ? positives.path : "",
  };
  for (const kind of needs) {
    const kept = places[kind];
    if (kept === null) continue;
    const typed = resolve(found[kind]);
    const there = [...new Set([kept, typed])].filter((path) => existsSync(path));
    const limit = kind === "data" ? data.limit : null;
    // Nothing tells one file of labels from another, so what was used is taken.
    const share = async (path: string) =>
      kind === "labels" ? null : shareAt(run, { ...data, path, limit }, opening);
    const path = await likeliest(there, share);
    const isOther = path === typed && !there.includes(kept) && (await share(path)) === 0;
    if (path === undefined || isOther)
      throw isGone(run, kind, { kept, takes, typed: isOther ? typed : null });
    if (path !== typed || path !== kept) opening.onNote?.(whereFrom(run, kind, { path, kept, typed }));
    found[kind] = path;
  }
  return {
    ...config,
    data: { ...data, path: found.data, labels: found.labels },
    ...(positives.kind === "paired" && { positives: { ...positives, path: found.pair } }),
  };
}

/** The first of several places, unless another one holds more of the run's. */
async function likeliest(
  places: readonly string[],
  share: (path: string) => Promise<number | null>,
): Promise<string | undefined> {
  let [best] = places;
  if (places.length < 2) return best;
  let most = -1;
  for (const path of places) {
    const known = (await share(path)) ?? 0;
    if (known > most) [best, most] = [path, known];
  }
  return best;
}

function whereFrom(
  run: string,
  kind: Kind,
  { path, kept, typed }: { readonly path: string; readonly kept: string; readonly typed: string },
): string {
  const read = `The ${called[kind]} of ${run} are read from ${path}`;
  if (path !== kept)
    return `${read}: ${kept}, where they were, ${existsSync(kept) ? "holds others now" : "is not there any more"}.`;
  return existsSync(typed)
    ? `${read}, where they were: those in ${typed} are not the run's.`
    : `${read}, where they were.`;
}

function isGone(
  run: string,
  kind: Kind,
  {
    kept,
    typed,
    takes,
  }: { readonly kept: string; readonly typed: string | null; readonly takes: readonly Kind[] },
): DataError {
  const way = takes.includes(kind) ? `say where they are now with \`${kind}\`` : "give others with `data`";
  const others = typed === null ? "" : ` (those in ${typed} are others)`;
  return new DataError(
    `The ${called[kind]} of ${run} were in ${kept}, and there is nothing there any more${others}: put them back, or ${way}.`,
    { run, path: kept },
  );
}
