import { type ImageSource, labelled } from "../data/index.js";
import {
  type DataConfig,
  divide,
  methodOf,
  type OwnParts,
  openRunData,
  type Positives,
  positivesOf,
  type RunConfig,
  readsLabels,
} from "../train/index.js";
import { fewestTests, noSuchSplit } from "./evaluation-data.js";

export interface EnergyDataOptions {
  /** Samples instead of the run's own. */
  readonly data?: string | undefined;
  /** A second source to take partners from: instead of the run's own, or of views of the sample itself. */
  readonly pair?: string | undefined;
  readonly split?: "train" | "test" | "all" | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onDecode?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** Samples to draw pairs from. */
export interface EnergyData {
  readonly samples: ImageSource;
  /** What they are, for a person. */
  readonly name: string;
  /** Where the second picture of a compatible pair comes from. */
  readonly positives: Positives;
}

/**
 * Samples to draw pairs from, with their partners where the run's positives come from a second source; no label is
 * read. The test split; without one what the run held out; without that all. Positives by time are taken from all
 * samples rather than from those held out, whose neighbours are not.
 * @throws DataError when data cannot be used, or a second source has no sample of the same name
 */
export async function openEnergyData(
  config: RunConfig,
  { data, pair, split, cacheFolder, onDecode, ...own }: EnergyDataOptions & OwnParts,
): Promise<EnergyData> {
  const settings: DataConfig = {
    ...config.data,
    ...(data === undefined
      ? {}
      : { path: data, split: null, labels: "auto", labelColumn: null, limit: null }),
    ...(split === undefined ? {} : { split }),
  };
  const positives: Positives =
    pair === undefined ? positivesOf(config) : { kind: "paired" as const, path: pair };
  const open = (settled: DataConfig) =>
    openRunData({ data: settled, positives }, { cacheFolder, onProgress: onDecode });
  const all = await open(settings);
  try {
    if (split !== undefined) return { samples: all, name: all.name, positives };
    if (settings.split === null || settings.split === "train") {
      const test = await open({ ...settings, split: "test", limit: null }).catch(noSuchSplit);
      if (test !== null && test.name !== all.name) {
        await all.close();
        return { samples: test, name: test.name, positives };
      }
      await test?.close();
    }
    const isOwn = data === undefined && pair === undefined && positives.kind !== "time";
    if (isOwn && config.data.holdout >= fewestTests) {
      // As the run read them, so that its own held-out samples are found again.
      const { holdout } = await divide(
        readsLabels(config, methodOf(config, own)) ? await labelled(all) : all,
        config,
      );
      if (holdout !== null) {
        const name = `${holdout.length} samples of ${all.name} that the run held out`;
        return { samples: holdout, name, positives };
      }
    }
    return { samples: all, name: all.name, positives };
  } catch (error) {
    await all.close();
    throw error;
  }
}
