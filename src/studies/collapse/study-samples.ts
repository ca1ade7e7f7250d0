import { type ImageSource, permutation, subset, uselessLabels, withClasses } from "../../data/index.js";
import { openEnergyData } from "../../evaluate/index.js";
import { asPictures } from "../../kinds/index.js";
import { openAs } from "../../samples/index.js";
import type { RunConfig } from "../../setup/index.js";
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
 * for the kNN only; there is none where these are such that no accuracy says anything.
 */
export async function openStudySamples(
  config: RunConfig,
  sizes: { readonly bank: number; readonly test: number },
  { cacheFolder, onDecode, onNote, signal }: StudyContext,
): Promise<StudySamples> {
  const opened: ImageSource[] = [];
  const close = async () => {
    for (const source of opened) await source.close();
  };
  try {
    const training = asPictures(
      await openAs(config.data, { cacheFolder, onProgress: onDecode, onNote, signal }),
      "This study",
    );
    opened.push(training);
    const { samples: others, name } = await openEnergyData(config, {
      crops: true,
      cacheFolder,
      onDecode,
      onNote,
    });
    const samples = asPictures(others, "This study");
    opened.push(samples);
    const isSame = samples.name === training.name;
    const known = training.hasLabels && samples.hasLabels ? await training.labels() : null;
    const useless = known === null ? null : uselessLabels(known, training.name);
    if (useless !== null) onNote?.(`No kNN judges the arms, since ${useless}.`);
    const drawn = await draw(
      training,
      samples,
      { isSame, isJudged: known !== null && useless === null },
      config.seed,
      sizes,
    );
    return { ...drawn, name: isSame ? `other samples of ${name}` : name, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function draw(
  training: ImageSource,
  samples: ImageSource,
  { isSame, isJudged }: { readonly isSame: boolean; readonly isJudged: boolean },
  seed: number,
  { bank: most, test: mostTests }: { readonly bank: number; readonly test: number },
): Promise<Omit<StudySamples, "name" | "close">> {
  const order = permutation(training.length, [seed]);
  // Without test samples of their own, both are drawn from the same ones: half of them vote at most.
  const bank = subset(training, order.subarray(0, isSame ? Math.min(most, training.length >> 1) : most));
  const rest = isSame ? order.subarray(bank.length) : permutation(samples.length, [seed]);
  const labels = isJudged ? await bank.labels() : null;
  const known = labels === null ? samples : withClasses(samples, labels.classNames);
  const test = subset(known, rest.subarray(0, mostTests));
  const testLabels = labels === null ? null : await test.labels();
  const isWhole = labels?.missing === 0 && testLabels?.missing === 0;
  return {
    bank,
    test,
    bankLabels: isWhole ? labels.values : null,
    testLabels: isWhole ? testLabels.values : null,
  };
}
