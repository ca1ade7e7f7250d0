import type { DataSource } from "../data/index.js";
import type { DataConfig } from "../kinds/index.js";
import { runHome } from "../runs/index.js";
import { findOwnData, openRunData, refuseOtherPictures, refuseOtherPlace } from "../samples/index.js";
import { type OwnParts, type Positives, positivesOf, type RunConfig } from "../setup/index.js";
import { findTestSamples } from "./test-samples.js";

export interface EnergyDataOptions {
  /** Run folder, or a checkpoint in it, whose own data are found again wherever this is asked; without it paths are as typed. */
  readonly run?: string | undefined;
  /** Samples instead of the run's own. */
  readonly data?: string | undefined;
  /** A second source to take partners from: instead of the run's own, or of views of the sample itself. */
  readonly pair?: string | undefined;
  readonly split?: "train" | "test" | "all" | undefined;
  /** Opens whole pictures, too, for views that are crops. Default false. */
  readonly crops?: boolean | undefined;
  /** Samples that a run held out judge anything from so many on. Default 200. */
  readonly fewest?: number | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onDecode?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
  /** Told plain facts about the data, a sentence each. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/** Samples to draw pairs from. */
export interface EnergyData {
  readonly samples: DataSource;
  /** What they are, for a person. */
  readonly name: string;
  /** Where the second picture of a compatible pair comes from. */
  readonly positives: Positives;
}

/** What to do where the pictures that stand where the run's were are others. */
const way = "Put the run's own back, or give `data`, its own or others, to say which ones are meant.";

/**
 * Samples to draw pairs from, with their partners where the run's positives come from a second source; no label is
 * read. The test split; without one what the run held out; without that all. Positives by time are taken from all
 * samples rather than from those held out, whose neighbours are not.
 * @throws DataError when data cannot be used, or a second source has no sample of the same name
 */
export async function openEnergyData(
  begun: RunConfig,
  {
    run,
    data,
    pair,
    split,
    crops,
    fewest,
    cacheFolder,
    onDecode,
    onNote,
    ...own
  }: EnergyDataOptions & OwnParts,
): Promise<EnergyData> {
  const opening = { cacheFolder, onProgress: onDecode, onNote };
  const home = run === undefined ? null : runHome(run);
  const config =
    home === null
      ? begun
      : await findOwnData(home, begun, {
          ...opening,
          needs: [
            ...(data === undefined ? (["data", "labels"] as const) : []),
            ...(pair === undefined ? (["pair"] as const) : []),
          ],
          takes: ["data", "pair"],
        });
  const settings: DataConfig = {
    ...config.data,
    ...(data === undefined
      ? {}
      : { path: data, split: null, labels: "auto", labelColumn: null, limit: null }),
    ...(split === undefined ? {} : { split }),
  };
  const positives: Positives =
    pair === undefined ? positivesOf(config) : { kind: "paired" as const, path: pair };
  const open = (settled: DataConfig) => openRunData({ data: settled, positives }, { ...opening, crops });
  const isWhole = pair === undefined && split === undefined;
  if (home !== null && data === undefined && !isWhole) await refuseOtherPlace(home, config, way, opening);
  const all = await open(settings);
  try {
    if (home !== null && data === undefined && isWhole) await refuseOtherPictures(home, config, all, way);
    const isOwn = data === undefined && pair === undefined && positives.kind !== "time";
    const found =
      split === undefined ? await findTestSamples(config, own, { all, settings, open, isOwn, fewest }) : null;
    if (found === null) return { samples: all, name: all.name, positives };
    if (found.training === all) await all.close();
    return { samples: found.test, name: found.name, positives };
  } catch (error) {
    await all.close();
    throw error;
  }
}
