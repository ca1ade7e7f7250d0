import {
  type DataSource,
  evenlySpread,
  fingerprints,
  labelled,
  labelWarnings,
  refuseUselessLabels,
  split,
  subset,
  withClasses,
} from "../data/index.js";
import { ConfigError } from "../errors.js";
import type { DataConfig } from "../kinds/index.js";
import { runHome } from "../runs/index.js";
import {
  findOwnData,
  openAs,
  openRunData,
  readSeen,
  refuseOtherPictures,
  refuseOtherPlace,
} from "../samples/index.js";
import type { RunConfig } from "../setup/index.js";
import { allProbes, type EvaluateOptions } from "./evaluate-options.js";
import { type Leakage, leakage } from "./leakage.js";
import { findTestSamples, type Sought } from "./test-samples.js";

/** The two sides of an evaluation: samples whose labels a probe may see, and samples that judge it. */
export interface EvaluationData {
  readonly train: DataSource;
  readonly trainLabels: Int32Array;
  readonly test: DataSource;
  readonly testLabels: Int32Array;
  readonly classNames: readonly string[];
  /** In words, for the report. */
  readonly trainName: string;
  readonly testName: string;
  /** What a person should know of the labels. */
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

/** Seed and share of the test samples that are cut off where there is no other choice. */
const ownTest = { seed: 0, fraction: 0.2, stratified: true } as const;

/** What to do where the pictures that stand where the run's were are others. */
const way = "Put the run's own back, or give `data`, its own or others, to say which ones are meant.";

/**
 * Opens labelled samples the way the run read its own: without `data` the run's own, wherever this is asked.
 * @throws ConfigError when there are no labels; DataError when data cannot be used, or the test set has other classes.
 */
export async function openEvaluationData(
  begun: RunConfig,
  options: EvaluateOptions,
): Promise<EvaluationData> {
  const { data, labels, labelColumn } = options;
  const home = runHome(options.run);
  const opening = { cacheFolder: options.cacheFolder, onProgress: options.onDecode, onNote: options.onNote };
  const isOwn = data === undefined;
  const config = await findOwnData(home, begun, {
    ...opening,
    needs: [
      ...(isOwn ? (["data", "pair"] as const) : []),
      ...(labels === undefined ? (["labels"] as const) : []),
    ],
    takes: ["data", "labels"],
  });
  if (isOwn && options.split !== undefined) await refuseOtherPlace(home, config, way, opening);
  const settings: DataConfig = {
    ...config.data,
    ...(data === undefined ? {} : { path: data, split: null, limit: null }),
    ...(options.split === undefined ? {} : { split: options.split }),
    ...(labels === undefined ? {} : { labels }),
    ...(labelColumn === undefined ? {} : { labelColumn }),
  };
  // Training end to end crops as pretraining does; tests see pictures as they are.
  const crops = (options.probes ?? allProbes).includes("fine-tune");
  // With its second source, so that the run's own held-out samples are found again.
  const own = isOwn ? { positives: config.positives } : {};
  const opened: DataSource[] = [];
  const close = async () => {
    for (const source of opened) await source.close();
  };
  const kept = async (opens: Promise<DataSource>) => {
    const source = await opens;
    opened.push(source);
    return source;
  };
  try {
    const all = await kept(openRunData({ data: settings, ...own }, { ...opening, crops }));
    if (isOwn && options.split === undefined) await refuseOtherPictures(home, config, all, way);
    const classNames = (await all.labels())?.classNames;
    if (classNames === undefined) {
      const asMade =
        labels === undefined && settings.labels === "none"
          ? ', as the run was made with `labels: "none"`'
          : "";
      throw new ConfigError(
        `${all.name} has no labels${asMade}, and an evaluation needs some: give some with \`labels\` (a CSV, or folders a class), or other data with \`data\`.`,
        { data: settings.path },
      );
    }
    const open = (other: DataConfig) => kept(openAs(other, opening));
    const { trainName, testName, ...sides } = await divideForTest(config, options, { all, settings, open });
    const train = await labelled(sides.train);
    const known = await labelled(withClasses(sides.test, classNames));
    const { testLimit } = options;
    const test = testLimit === undefined ? known : subset(known, evenlySpread(known.length, testLimit));
    const [trainLabels, testLabels] = [await labelsOf(train), await labelsOf(test)];
    refuseUselessLabels({ values: trainLabels, classNames }, trainName, "An evaluation");
    const warnings = [
      ...(await warningsOf(sides.train, trainName, "learn")),
      ...(await warningsOf(sides.test, testName, "judge")),
      ...unlearnable({ trainLabels, testLabels, classNames }),
    ];
    return { train, trainLabels, test, testLabels, classNames, trainName, testName, warnings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function divideForTest(
  config: RunConfig,
  options: EvaluateOptions,
  { all, settings, open }: Omit<Sought, "isOwn">,
): Promise<{ train: DataSource; test: DataSource; trainName: string; testName: string }> {
  if (options.test !== undefined) {
    const labels = options.testLabels ?? "auto";
    const test = await open({ ...settings, path: options.test, split: null, labels, limit: null });
    return { train: all, test, trainName: all.name, testName: test.name };
  }
  const isOwn = options.data === undefined && options.split === undefined;
  const { onNote } = options;
  const sought = { all, settings, open, isOwn, labelled: true, onNote };
  const found = await findTestSamples(config, options, sought);
  if (found !== null)
    return { train: found.training, test: found.test, trainName: all.name, testName: found.name };
  const [test, train] = await split(await labelled(all), ownTest);
  return { train, test, trainName: `four fifths of ${all.name}`, testName: `a random fifth of ${all.name}` };
}

/**
 * Which test samples pretraining saw, from the fingerprints in the run folder; null where it is not known.
 * @param folder of the run
 * @param from what the run started from
 * @param onUnknown told why it is not known
 */
export async function guardTest(
  folder: string,
  from: string | null,
  test: DataSource,
  onUnknown: (message: string) => void,
): Promise<Leakage | null> {
  const seen = await readSeen(folder, from, onUnknown);
  return seen === null ? null : leakage(seen, await fingerprints(test));
}

/**
 * Says so where training saw most of the samples that are to judge it.
 * @param folder of the run
 * @param from what the run started from
 */
export async function tellSeen(
  folder: string,
  from: string | null,
  samples: DataSource,
  onWarning: (message: string) => void,
): Promise<void> {
  const leak = await guardTest(folder, from, samples, onWarning);
  if (leak !== null && leak.fraction > 0.5)
    onWarning(
      `Training saw ${(100 * leak.fraction).toFixed(0)} % of these samples: give others with \`data\` for a fair picture.`,
    );
}

/** A sentence when test samples are also among the labelled ones: a probe then knows their answers. */
export async function guardLabels(train: DataSource, test: DataSource): Promise<string | null> {
  const { seen } = leakage(await fingerprints(train), await fingerprints(test));
  if (seen.length === 0) return null;
  return `${seen.length} of the ${test.length} test samples are also among the labelled samples, so their answers were seen and the scores are too high: give other test data with \`test\`.`;
}

async function warningsOf(source: DataSource, name: string, use: "learn" | "judge"): Promise<string[]> {
  const labels = await source.labels();
  return labels === null ? [] : labelWarnings(labels, name, use);
}

/** A sentence where test samples are of classes that no labelled sample has, and one where all are of one class. */
export function unlearnable({
  trainLabels,
  testLabels,
  classNames,
}: Pick<EvaluationData, "trainLabels" | "testLabels" | "classNames">): string[] {
  const known = new Set(trainLabels);
  const strange = testLabels.filter((label) => !known.has(label));
  const [first, ...others] = new Set(testLabels);
  const warnings: string[] = [];
  if (strange.length > 0) {
    const names = [...new Set(strange)].map((label) => classNames[label]);
    warnings.push(
      `${strange.length} of the ${testLabels.length} test samples are of ${names.length === 1 ? "a class" : `${names.length} classes`} that no labelled sample has (${names.slice(0, 5).join(", ")}${names.length > 5 ? ", ..." : ""}): whatever is measured gets them wrong.`,
    );
  }
  if (first !== undefined && others.length === 0)
    warnings.push(
      `All ${testLabels.length} test samples are ${classNames[first]}: who always says that is right, so accuracies say little.`,
    );
  return warnings;
}

async function labelsOf(source: DataSource): Promise<Int32Array> {
  return (await source.labels())?.values ?? new Int32Array(source.length).fill(-1);
}
