import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import {
  type DataSource,
  evenlySpread,
  fingerprints,
  folds,
  labelled,
  labelWarnings,
  openTestPart,
  refuseUselessLabels,
  subset,
  withClasses,
} from "../../data/index.js";
import { ConfigError } from "../../errors.js";
import type { AnyData, DataConfig } from "../../kinds/index.js";
import { divide, openAs } from "../../samples/index.js";
import type { RunConfig } from "../../setup/index.js";
import type { CompareOptions } from "./compare-options.js";
import type { Settings } from "./comparison-settings.js";

/** Labelled samples: those that kNN and probes see, and those that judge. */
export interface Side {
  readonly train: DataSource;
  readonly trainLabels: Int32Array;
  readonly test: DataSource;
  readonly testLabels: Int32Array;
  readonly classes: number;
}

export interface ComparisonData {
  readonly identity: Settings["data"];
  readonly test: Settings["test"];
  /** Samples that each run holds out of training, because there are no others to test on; else 0. */
  readonly heldOut: number;
  /** What a person should know of the labels. */
  readonly warnings: readonly string[];
  /** One to judge by; with folds one of each, whose accuracies are averaged. */
  sides(): Promise<Side[]>;
  close(): Promise<void>;
}

/** Fewer test samples than this judge nothing. */
const fewestHeldOut = 200;

/**
 * Opens what judges: training samples with labels, and test samples that no run trains on.
 * @param config of a run on the data
 * @throws ConfigError without labels, or without enough samples to test on; DataError for data that cannot be used
 */
export async function openComparisonData(
  config: RunConfig,
  options: CompareOptions,
): Promise<ComparisonData> {
  const { cacheFolder, onDecode: onProgress, onNote, signal } = options;
  const opened: DataSource[] = [];
  const open = async (change: Partial<AnyData>) => {
    const source = await openAs(
      { ...config.data, ...change } as DataConfig,
      // Encoders are fine-tuned on crops, as they are trained.
      { crops: options.fineTune ?? false, cacheFolder, onProgress, onNote, signal },
    );
    opened.push(source);
    return source;
  };
  const close = async () => {
    for (const source of opened) await source.close();
  };
  try {
    return { ...(await settleData(config, options, open)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Open = (change: Partial<AnyData>) => Promise<DataSource>;

async function settleData(
  config: RunConfig,
  options: CompareOptions,
  open: Open,
): Promise<Omit<ComparisonData, "close">> {
  const { test: testPath, trainLimit = 10_000, testLimit = 5_000, folds: count } = options;
  const all = await open({});
  const classNames = (await all.labels())?.classNames;
  if (classNames === undefined)
    throw new ConfigError(
      `${all.name} has no labels, and a comparison is judged by some: give \`labels\` (a CSV, or folders a class).`,
    );
  const known = await labelled(all);
  const labels = (await all.labels())!;
  refuseUselessLabels(labels, all.name, "A comparison");
  const test = await openTest(all, config.data, open, options);
  const own = test === null ? null : await labelled(withClasses(test, classNames));
  const heldOut = own === null ? Math.round(known.length / 5) : 0;
  if (own === null && heldOut < fewestHeldOut)
    throw new ConfigError(
      `${all.name} has no test split, and a fifth of its ${known.length} labelled samples is too few to judge by: give test data with \`test\`.`,
    );
  // A method that reads labels leaves samples without one out, and would then hold out others.
  if (own === null && known.length < all.length)
    throw new ConfigError(
      `${all.length - known.length} of the ${all.length} samples of ${all.name} have no label, and there is no test split: give test data with \`test\`.`,
    );
  const evenly = (source: DataSource, most: number) =>
    source.length <= most ? source : subset(source, evenlySpread(source.length, most));
  return {
    identity: await identify(basename(resolve(config.data.path)), all, classNames.length),
    test:
      own === null
        ? { heldOut }
        : await identify(
            testPath === undefined ? own.name.split(/[\\/]/).at(-1)! : basename(resolve(testPath)),
            own,
            classNames.length,
          ),
    heldOut,
    warnings: labelWarnings(labels, all.name),
    async sides() {
      const run = { data: { ...config.data, holdout: heldOut } };
      const { training, holdout } = own === null ? await divide(all, run) : { training: known, holdout: own };
      const asked = evenly(await labelled(holdout ?? known), testLimit);
      const cut =
        count === undefined
          ? [{ part: asked, rest: await labelled(training) }]
          : await folds(asked, { count, seed: 0 });
      return Promise.all(
        cut.map(async ({ part: test, rest }) => {
          const train = evenly(rest, trainLimit);
          const [trainLabels, testLabels] = [await labelsOf(train), await labelsOf(test)];
          return { train, trainLabels, test, testLabels, classes: classNames.length };
        }),
      );
    },
  };
}

/** What was asked for, else the part called test; null where the data has none. */
async function openTest(
  all: DataSource,
  data: DataConfig,
  open: Open,
  { test: path, testLabels: labels, onNote }: CompareOptions,
): Promise<DataSource | null> {
  if (path !== undefined) return open({ path, split: null, limit: null, labels: labels ?? "auto" });
  if (data.split !== null && data.split !== "train") return null;
  return openTestPart(() => open({ split: "test", limit: null }), { whole: all, labelled: true, onNote });
}

/** Samples by their contents, so that a comparison can be moved with its data. */
async function identify(name: string, source: DataSource, classes: number): Promise<Settings["data"]> {
  const hash = createHash("sha256");
  hash.update(new Uint8Array((await fingerprints(source)).buffer));
  hash.update(new Uint8Array((await labelsOf(source)).buffer));
  return { name, samples: source.length, classes, digest: hash.digest("hex").slice(0, 16) };
}

async function labelsOf(source: DataSource): Promise<Int32Array> {
  return Int32Array.from((await source.labels())?.values ?? []);
}
