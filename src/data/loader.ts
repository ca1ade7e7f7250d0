import { ConfigError, DataError } from "../errors.js";
import { orderedMap } from "./ordered-map.js";
import type { Partners } from "./partners.js";
import { permutation } from "./shuffle.js";
import type { Source } from "./source.js";

/** Where a loader stands: the batch that comes next. Part of a checkpoint. */
export type LoaderPosition = { readonly epoch: number; readonly batchInEpoch: number };

export type Batch<Arrays> = Arrays & {
  /** Batches before this one since the beginning, over all epochs. */
  readonly step: number;
  readonly epoch: number;
  /** Which samples of the source these are. */
  readonly indices: Int32Array;
  /** Class indices, -1 for none; only with `withLabels`. */
  readonly labels?: Int32Array;
  /** The partner of every sample, in the same order; only with `partners`. */
  readonly partners?: Arrays;
  /** Where to go on after this batch. */
  readonly next: LoaderPosition;
};

export type LoaderOptions<Arrays extends object> = {
  readonly source: Source<Arrays>;
  readonly batchSize: number;
  /** Whole number; the order of epoch e depends on the seed and e only. Default 0. */
  readonly seed?: number | undefined;
  /** Default true; false gives the source's own order. */
  readonly shuffle?: boolean | undefined;
  /** Leaves out the last batch of an epoch when it is not full. Default true. */
  readonly dropLast?: boolean | undefined;
  /** Stops before this epoch. Default: never. */
  readonly epochs?: number | undefined;
  /** Where to start. Default: the beginning. */
  readonly position?: LoaderPosition | undefined;
  /** Batches read ahead while one is being used. Default 2. */
  readonly prefetch?: number | undefined;
  /** Also gives labels. Default false: labels are then not read at all. */
  readonly withLabels?: boolean | undefined;
  /** Also gives a partner for each sample, drawn by the seed, the epoch and the sample. */
  readonly partners?: Partners<Arrays> | undefined;
};

export interface Loader<Arrays extends object> extends AsyncIterable<Batch<Arrays>> {
  readonly batchesPerEpoch: number;
  /** The batch that comes next: after the last one handed out, whatever is being read ahead. */
  readonly position: LoaderPosition;
}

/**
 * Batches of a source, epoch after epoch, read ahead in the background. Iterating goes on from
 * `position`, also when an earlier loop was left; the same source, seed, batch size and position give
 * the same batches.
 *
 * @throws ConfigError for numbers that make no sense
 * @throws DataError when the source is smaller than one batch, or has no labels and they are asked
 */
export function createLoader<Arrays extends object>(options: LoaderOptions<Arrays>): Loader<Arrays> {
  const { source, batchSize, seed = 0, shuffle = true, dropLast = true, withLabels = false } = options;
  const { epochs = Number.POSITIVE_INFINITY, prefetch = 2, partners } = options;
  checkWhole("batchSize", batchSize, 1);
  checkWhole("prefetch", prefetch, 0);
  if (!Number.isSafeInteger(seed)) throw new ConfigError(`\`seed\` takes a whole number, but got ${seed}.`);
  const { length } = source;
  if (length === 0) throw new DataError(`${source.name} has no samples.`, { source: source.name });
  if (dropLast && length < batchSize) {
    throw new DataError(
      `${source.name} has ${length} samples, fewer than one batch of ${batchSize}: use \`batchSize: ${length}\` at most.`,
      { length, batchSize },
    );
  }
  if (withLabels && !source.hasLabels) {
    throw new DataError(
      `${source.name} has no labels, but they are needed here: sort the pictures into one folder a class, or give a CSV with \`labels\`.`,
    );
  }
  const batchesPerEpoch = dropLast ? Math.floor(length / batchSize) : Math.ceil(length / batchSize);
  let position = normal(options.position ?? { epoch: 0, batchInEpoch: 0 }, batchesPerEpoch);

  function* order(): Generator<Omit<Batch<object>, "labels" | "partners">> {
    let { epoch, batchInEpoch } = position;
    for (; epoch < epochs; epoch++, batchInEpoch = 0) {
      const all = shuffle ? permutation(length, [seed, epoch]) : Int32Array.from({ length }, (_, i) => i);
      for (; batchInEpoch < batchesPerEpoch; batchInEpoch++) {
        const from = batchInEpoch * batchSize;
        yield {
          step: epoch * batchesPerEpoch + batchInEpoch,
          epoch,
          indices: all.slice(from, from + batchSize),
          next: normal({ epoch, batchInEpoch: batchInEpoch + 1 }, batchesPerEpoch),
        };
      }
    }
  }
  return {
    batchesPerEpoch,
    get position() {
      return position;
    },
    async *[Symbol.asyncIterator]() {
      const values = withLabels ? (await source.labels())!.values : null;
      const batches = orderedMap(order(), prefetch + 1, async (place): Promise<Batch<Arrays>> => {
        const key = [seed, place.epoch];
        const [arrays, others] = await Promise.all([
          source.read(place.indices),
          partners?.source.read(place.indices.map((index) => partners.of(index, key))),
        ]);
        const batch = { ...arrays, ...place, ...(others === undefined ? {} : { partners: others }) };
        return values === null ? batch : { ...batch, labels: place.indices.map((i) => values[i]!) };
      });
      for await (const batch of batches) {
        position = batch.next;
        yield batch;
      }
    },
  };
}

/**
 * Every sample once, in order, the last batch as long as what is left: for embedding and evaluation.
 */
export function inOrder<Arrays extends object>(
  source: Source<Arrays>,
  options: { readonly batchSize: number; readonly withLabels?: boolean | undefined },
): Loader<Arrays> {
  return createLoader({ source, shuffle: false, dropLast: false, epochs: 1, ...options });
}

function normal({ epoch, batchInEpoch }: LoaderPosition, batchesPerEpoch: number): LoaderPosition {
  checkWhole("position.epoch", epoch, 0);
  checkWhole("position.batchInEpoch", batchInEpoch, 0);
  if (batchInEpoch > batchesPerEpoch) {
    throw new ConfigError(
      `The position is before batch ${batchInEpoch} of an epoch that has ${batchesPerEpoch}: it belongs to other data or another batch size.`,
      { epoch, batchInEpoch, batchesPerEpoch },
    );
  }
  return batchInEpoch === batchesPerEpoch ? { epoch: epoch + 1, batchInEpoch: 0 } : { epoch, batchInEpoch };
}

function checkWhole(name: string, value: number, least: number): void {
  if (!(Number.isSafeInteger(value) && value >= least)) {
    throw new ConfigError(`\`${name}\` takes a whole number from ${least}, but got ${value}.`, {
      option: name,
      came: value,
    });
  }
}
