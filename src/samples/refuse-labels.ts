import { type DataSource, refuseUselessLabels } from "../data/index.js";
import { DataError } from "../errors.js";
import type { RunParts } from "../setup/index.js";
import { positivesOf, readsLabels } from "../setup/index.js";
import type { Samples } from "./divide.js";

/**
 * Reads the labels of the held-out samples now, rather than when an epoch has been paid for.
 * @throws DataError when they cannot be read, there are too few, or they are such that no accuracy says anything
 */
export async function refuseUnlabelledHoldout({ source, holdout }: Samples): Promise<void> {
  // A second source gives held-out samples another use.
  if (holdout === null || (holdout.partner !== undefined && !holdout.hasLabels)) return;
  const way = 'To train without labels, add `labels: "none"`.';
  const labels = await holdout.labels().catch((error: unknown) => {
    if (!(error instanceof DataError)) throw error;
    throw new DataError(`${error.message} ${way}`, error.context, error);
  });
  const known = holdout.length - (labels?.missing ?? holdout.length);
  const all = await source.labels();
  if (known >= 2 && all !== null) return refuseUselessLabels(all, source.name, "The online kNN", way);
  throw new DataError(
    `${known} of the ${holdout.length} samples held out for the online kNN ${known === 1 ? "has" : "have"} a label; it needs at least 2. ${way}`,
    { holdout: holdout.length, known },
  );
}

/** @throws DataError when training is to read labels that are no classes of several samples */
export async function refuseUselessClasses(
  source: DataSource,
  { config, method }: Pick<RunParts, "config" | "method">,
): Promise<void> {
  if (!readsLabels(config, method)) return;
  const purpose = positivesOf(config).kind === "class" ? "Pairing by class" : `The method ${method.name}`;
  const labels = await source.labels();
  if (labels !== null && labels.missing < source.length) refuseUselessLabels(labels, source.name, purpose);
}

/** @throws DataError when a run that uses labels finds other classes than the run began with */
export async function refuseOtherClasses(
  { training }: Samples,
  { method, config }: Pick<RunParts, "method" | "config">,
): Promise<void> {
  if (!readsLabels(config, method)) return;
  const classes = (await training.labels())?.classNames.length ?? 0;
  if (classes === config.classes) return;
  throw new DataError(
    `The run began with ${config.classes} classes in ${config.data.path}, and now there are ${classes}. Put the labels back as they were, or start a new run.`,
    { before: config.classes, now: classes },
  );
}
