import { availableParallelism } from "node:os";
import { type DataSource, subset } from "../data/index.js";
import { nodeEngine } from "../engine/index.js";
import { ConfigError, callOf, DataError } from "../errors.js";
import { kindOf } from "../kinds/index.js";
import { auroc } from "../metrics/index.js";
import { openRun } from "../runs/index.js";
import { openRunData } from "../samples/index.js";
import { type OwnParts, partsOf } from "../setup/index.js";
import { type EnergyDataOptions, openEnergyData } from "./energy-data.js";
import { tellSeen } from "./evaluation-data.js";
import { openTraining } from "./open-training.js";
import { openSurpriseMeter, type Surprises } from "./surprise-meter.js";
import { type TokenBaselines, tokenBaselines } from "./token-baselines.js";

export interface SurpriseOptions extends Omit<EnergyDataOptions, "pair" | "crops" | "fewest">, OwnParts {
  readonly run: string;
  /** Samples that are judged, at most. Default 2,000. */
  readonly samples?: number | undefined;
  /** Samples that should be expected less: what each costs is judged as an anomaly score. */
  readonly anomalies?: string | undefined;
  /** The same of the samples themselves, of which this share of the tokens was replaced by random ones. */
  readonly corrupt?: number | undefined;
  /** How many of those that were expected least are shown. Default 5. */
  readonly shown?: number | undefined;
  readonly onWarning?: (message: string) => void;
}

/** How well a score tells other samples from those that were judged. */
export interface Anomalies {
  readonly data: string;
  readonly samples: number;
  readonly mean: number;
  /** Probability that one of them has the greater score. */
  readonly auroc: number;
}

/** How little a run expected samples. */
export interface RunSurprise {
  readonly run: string;
  readonly method: string;
  readonly step: number;
  readonly data: string;
  readonly samples: number;
  /** Tokens that were predicted. */
  readonly tokens: number;
  /** Mean nats a token. */
  readonly nats: number;
  /** e to that: of how many equally likely tokens one would be as hard to tell. */
  readonly perplexity: number;
  /**
   * What such tokens cost by counts of the texts that the run trained on; null where those are not there any more, or the method
   * predicts no token at its place.
   */
  readonly baselines: TokenBaselines | null;
  readonly anomalies: Anomalies | null;
  readonly corrupted: (Anomalies & { readonly share: number }) | null;
  /** Those that were expected least, with nats a token. */
  readonly least: readonly { readonly id: string; readonly text: string | null; readonly nats: number }[];
}

/**
 * How little a trained model expects samples: nats a token, the loss on samples held out, which is also an anomaly score. The test
 * split of the run's data; without one what the run held out; without that all. Where a method draws (masks), it draws the
 * same in every call.
 * @throws CheckpointError when the run cannot be read; ConfigError for a method that predicts nothing; DataError for data
 * that cannot be used
 */
export async function measureSurprise(options: SurpriseOptions): Promise<RunSurprise> {
  const { run, samples: most = 2000, corrupt, anomalies, shown = 5, onWarning = () => undefined } = options;
  const { folder: home, config, checkpoint } = await openRun(run, onWarning);
  const parts = partsOf(config, 0, options);
  if (parts.method.surprise === undefined)
    throw new ConfigError(
      `The method ${parts.method.name} predicts no tokens, so no text surprises it. ${callOf("evaluateRun", { run: home })} measures what it learned.`,
      { method: parts.method.name },
    );
  if (corrupt !== undefined && !(corrupt > 0 && corrupt <= 1))
    throw new ConfigError(`\`corrupt\` is a share of tokens, above 0 and up to 1; got ${corrupt}.`, {
      corrupt,
    });
  const { samples, name } = await openEnergyData(config, { ...options, fewest: 1 });
  const engine = nodeEngine({ threads: availableParallelism() });
  const judge = async (source: DataSource, share = 0): Promise<Surprises> => {
    const meter = await openSurpriseMeter(engine, parts, checkpoint.state, share);
    if (meter === null) throw new ConfigError(`The method ${parts.method.name} predicts no tokens.`);
    return meter.measure(source, most).finally(() => meter.dispose());
  };
  try {
    for (const message of samples.warnings ?? []) onWarning(message);
    await tellSeen(home, config.from, samples, onWarning);
    const own = await judge(samples);
    if (own.parts === 0)
      throw new DataError(`There is no token to predict in ${name}: give texts of at least two tokens.`);
    const replaced = corrupt === undefined ? null : await judge(samples, corrupt);
    return {
      ...{ run, method: parts.method.name, step: checkpoint.step, data: name, samples: own.indices.length },
      ...{ tokens: own.parts, nats: own.mean, perplexity: Math.exp(own.mean) },
      baselines: await counted(subset(samples, own.indices)),
      anomalies: anomalies === undefined ? null : await others(anomalies),
      corrupted:
        replaced === null || corrupt === undefined
          ? null
          : { ...scored(own, replaced, `${name}, corrupted`), share: corrupt },
      least: await leastExpected(samples, own, shown),
    };
    async function counted(judged: DataSource): Promise<TokenBaselines | null> {
      const { vocabulary, specials } = kindOf(config.data).facts(config.data);
      const { predicts } = parts.method;
      if (predicts === undefined || vocabulary === undefined) return null;
      const opening = { cacheFolder: options.cacheFolder, onProgress: options.onDecode, own: options };
      const training = await openTraining(home, config, opening).catch((error: unknown) => {
        if (error instanceof DataError) return null;
        throw error;
      });
      if (training === null) return null;
      const judging = { vocabulary, which: predicts.which, specials: Object.values(specials ?? {}) };
      return tokenBaselines(training, judged, judging).finally(() => training.close());
    }
    async function others(path: string): Promise<Anomalies> {
      const data = { ...config.data, path, split: null, labels: "none", labelColumn: null, limit: null };
      const { cacheFolder, onDecode, onNote } = options;
      const source = await openRunData(
        { data, positives: { kind: "augmentation" } },
        { cacheFolder, onProgress: onDecode, onNote },
      );
      try {
        return scored(own, await judge(source), source.name);
      } finally {
        await source.close();
      }
    }
  } finally {
    await engine.dispose();
    await samples.close();
  }
}

const known = ({ each }: Surprises): Float64Array => each.filter(Number.isFinite);

function scored(own: Surprises, other: Surprises, data: string): Anomalies {
  return { data, samples: known(other).length, mean: other.mean, auroc: auroc(known(own), known(other)) };
}

async function leastExpected(source: DataSource, { indices, each }: Surprises, shown: number) {
  const worst = indices
    .map((index, i) => ({ index, nats: each[i] ?? Number.NaN }))
    .filter(({ nats }) => Number.isFinite(nats))
    .sort((a, b) => b.nats - a.nats)
    .slice(0, shown);
  const lines = await kindOf(source).show(
    source,
    worst.map(({ index }) => index),
  );
  return worst.map(({ index, nats }, i) => {
    const shownAs = lines[i];
    const text = shownAs !== undefined && "line" in shownAs ? shownAs.line : null;
    return { id: source.id(index), text, nats };
  });
}
