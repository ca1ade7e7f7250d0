import { type DataSource, labelled, openTestPart } from "../data/index.js";
import type { DataConfig } from "../kinds/index.js";
import { divide } from "../samples/index.js";
import { methodOf, type OwnParts, type RunConfig, readsLabels } from "../setup/index.js";

/** Samples that judge a run, and all others. */
export interface TestSamples {
  readonly test: DataSource;
  readonly training: DataSource;
  /** What the test samples are, for a person. */
  readonly name: string;
}

export interface Sought {
  /** Samples as `settings` say. They stay open. */
  readonly all: DataSource;
  readonly settings: DataConfig;
  /** Opens another part of them. */
  readonly open: (settings: DataConfig) => Promise<DataSource>;
  /** Whether these are the samples that the run divided. */
  readonly isOwn: boolean;
  /** Held-out samples that judge anything, at least. Default 200. */
  readonly fewest?: number | undefined;
  /** Whether test samples need labels to judge by. */
  readonly labelled?: boolean;
  /** Told where there are test samples that cannot judge. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/** Fewer held-out samples than this tell no classes apart. */
const fewestTests = 200;

/** The test split; without one what the run held out, as long as that judges anything; null without either. */
export async function findTestSamples(
  config: RunConfig,
  own: OwnParts,
  { all, settings, open, isOwn, fewest = fewestTests, labelled: needsLabels = false, onNote }: Sought,
): Promise<TestSamples | null> {
  if (settings.split === null || settings.split === "train") {
    const part = () => open({ ...settings, split: "test", limit: null });
    const test = await openTestPart(part, { whole: all, labelled: needsLabels, onNote });
    if (test !== null) return { test, training: all, name: test.name };
  }
  if (!isOwn || config.data.holdout < fewest) return null;
  // As the run read them, so that its own held-out samples are found again.
  const whole = readsLabels(config, methodOf(config, own)) ? await labelled(all) : all;
  // Labels of all others judge, those of samples too that the method had no use for.
  const { training, holdout } = await divide(whole, { data: { ...config.data, most: null } });
  if (holdout === null) return null;
  const name = `${holdout.length} samples of ${all.name} that the run held out`;
  return { test: holdout, training, name };
}
