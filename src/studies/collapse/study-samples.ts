import { type ImageSource, permutation, subset, withClasses } from "../../data/index.js";
import { openEnergyData } from "../../evaluate/index.js";
import { openAs, type RunConfig } from "../../train/index.js";
import type { StudyContext } from "../study.js";

/** What every arm is looked at with. */
export interface StudySamples {
  /** Training samples that vote. */
  readonly bank: ImageSource;
  readonly bankLabels: Int32Array | null;
  /** Test samples. */
  readonly test: ImageSource;
  readonly testLabels: Int32Array | null;
  /** For the report. */
  readonly name: string;
  close(): Promise<void>;
}

/**
 * A random few of the training and of the test samples, disjoint; labels, where both have them for every sample, are
 * for the kNN only.
 */
export async function openStudySamples(
  config: RunConfig,
  { bank: most, test: mostTests }: { readonly bank: number; readonly test: number },
  { cacheFolder, onDecode, signal }: StudyContext,
): Promise<StudySamples> {
  const training = await openAs(config.data, { cacheFolder, onProgress: onDecode, signal });
  const { samples, name } = await openEnergyData(config, { cacheFolder, onDecode });
  const order = permutation(training.length, [config.seed]);
  const isSame = samples.name === training.name;
  // Without test samples of their own, both are drawn from the same ones: half of them vote at most.
  const bank = subset(training, order.subarray(0, isSame ? Math.min(most, training.length >> 1) : most));
  const rest = isSame ? order.subarray(bank.length) : permutation(samples.length, [config.seed]);
  const labels = bank.hasLabels && samples.hasLabels ? await bank.labels() : null;
  const known = labels === null ? samples : withClasses(samples, labels.classNames);
  const test = subset(known, rest.subarray(0, mostTests));
  const testLabels = labels === null ? null : await test.labels();
  const isWhole = labels?.missing === 0 && testLabels?.missing === 0;
  return {
    bank,
    test,
    bankLabels: isWhole ? labels.values : null,
    testLabels: isWhole ? testLabels.values : null,
    name: isSame ? `other samples of ${name}` : name,
    async close() {
      await training.close();
      await samples.close();
    },
  };
}
