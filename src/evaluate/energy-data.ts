import type { ImageSource } from "../data/index.js";
import { type DataConfig, divide, openAs, openRunData, type RunConfig } from "../train/index.js";
import { fewestTests, noSuchSplit } from "./evaluation-data.js";

export interface EnergyDataOptions {
  /** Samples instead of the run's own. */
  readonly data?: string | undefined;
  readonly split?: "train" | "test" | "all" | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onDecode?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/**
 * Samples to draw pairs from; no label is read. The test split; without one what the run held out; without that all.
 * @returns the samples, and what they are, for a person
 */
export async function openEnergyData(
  config: RunConfig,
  { data, split, cacheFolder, onDecode }: EnergyDataOptions,
): Promise<{ samples: ImageSource; name: string }> {
  const settings: DataConfig = {
    ...config.data,
    ...(data === undefined
      ? {}
      : { path: data, split: null, labels: "auto", labelColumn: null, limit: null }),
    ...(split === undefined ? {} : { split }),
  };
  const opening = { cacheFolder, onProgress: onDecode };
  // With its second source, so that the run's own held-out samples are found again.
  const own = data === undefined ? { positives: config.positives } : {};
  const all = await openRunData({ data: settings, ...own }, opening);
  if (split !== undefined) return { samples: all, name: all.name };
  if (settings.split === null || settings.split === "train") {
    const test = await openAs({ ...settings, split: "test", limit: null }, opening).catch(noSuchSplit);
    if (test !== null && test.name !== all.name) {
      await all.close();
      return { samples: test, name: test.name };
    }
    await test?.close();
  }
  if (data === undefined && config.data.holdout >= fewestTests) {
    const { holdout } = await divide(all, config);
    if (holdout !== null)
      return { samples: holdout, name: `${holdout.length} samples of ${all.name} that the run held out` };
  }
  return { samples: all, name: all.name };
}
