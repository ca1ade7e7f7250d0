import { alignSources, type ImageSource, subset } from "../data/index.js";
import { type Engine, nodeEngine } from "../engine/index.js";
import {
  type Features,
  featureRows,
  featuresOf,
  type PartnerRanks,
  partnerRanks,
  type RankScores,
  rankScores,
} from "../metrics/index.js";
import {
  EMBEDDING,
  makeEncoder,
  type OwnParts,
  openEncoder,
  PROJECTION,
  runHome,
  type TrainedEncoder,
} from "../train/index.js";
import { pixelFeatures } from "./pixel-features.js";
import { type FoundPartner, retrievalPicture } from "./retrieval-picture.js";
import { chooseQueries, openSide, type Pair, seenPairs } from "./retrieval-queries.js";

export interface RetrieveOptions extends OwnParts {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** One source, and the other one, with the same file names. */
  readonly data: string;
  readonly among: string;
  /** Asks only for samples of which training saw neither picture. */
  readonly heldOut?: boolean | undefined;
  /** Part of data that comes in parts. */
  readonly split?: "train" | "test" | "all" | undefined;
  /** A layer instead of the embedding and, where there is one, the projection. */
  readonly layer?: string | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly onWarning?: (message: string) => void;
}

/** How often one source's sample is found among all of the other source. */
export interface RetrievalRow extends RankScores {
  readonly arm: "trained" | "untrained" | "pixels";
  readonly layer: string;
  readonly queriesFrom: string;
  readonly among: string;
  /** Samples that are ranked for each query. */
  readonly candidates: number;
}

export interface CrossRetrieval {
  readonly run: string;
  readonly method: string;
  readonly step: number;
  readonly queries: number;
  readonly heldOut: boolean;
  /** Queries of which training saw a picture; null where that is not known. */
  readonly seen: number | null;
  readonly rows: readonly RetrievalRow[];
}

/**
 * Retrieval between two aligned sources: each query is ranked against all samples of the other source by cosine
 * similarity, in both directions, by the run's encoder, by the same encoder untrained, and by raw pixels. Samples are
 * matched by file name, as for pretraining with a second source.
 *
 * @returns the scores, and a contact sheet (PNG) of some queries with what the trained encoder finds for them
 * @throws CheckpointError when the run cannot be read; DataError when nothing aligns, or no query is left
 */
export async function retrieveAcross(
  options: RetrieveOptions,
): Promise<{ readonly result: CrossRetrieval; readonly sheet: Uint8Array }> {
  const { run, heldOut = false, onWarning } = options;
  const own = {
    ...(options.method && { method: options.method }),
    ...(options.encoder && { encoder: options.encoder }),
  };
  const engine = nodeEngine();
  const closing: (() => Promise<void>)[] = [() => engine.dispose()];
  try {
    const encoder = await openEncoder(run, { ...own, engine, ...(onWarning && { onWarning }) });
    const { config } = encoder;
    const untrained = await makeEncoder(config, [], 0, { ...own, engine, untrained: config.seed });
    const sides = [
      await openSide(config, options.data, options),
      await openSide(config, options.among, options),
    ] as const;
    closing.push(...sides.map((side) => () => side.close()));
    const pairs = [...alignSources(...sides)];
    const seen = await seenPairs(runHome(run), config, sides, pairs);
    const queries = chooseQueries(pairs, seen, heldOut, options);
    const layers = options.layer === undefined ? [EMBEDDING, PROJECTION] : [options.layer];
    const arms = [
      ...layers
        .filter((layer) => layer !== PROJECTION || encoder.layers.includes(PROJECTION))
        .map((layer) => ({ arm: "trained", layer, features: embedded(encoder, layer) }) as const),
      { arm: "untrained", layer: layers[0]!, features: embedded(untrained, layers[0]!) } as const,
      { arm: "pixels", layer: "pixels", features: pixelFeatures } as const,
    ];
    const names = [options.data, options.among] as const;
    const rows: RetrievalRow[] = [];
    let sheet: Uint8Array | undefined;
    for (const { arm, layer, features } of arms) {
      const both = [await features(sides[0]), await features(sides[1])] as const;
      for (const [from, to] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const found = await rank(engine, both[from], both[to], queries, from);
        const [queriesFrom, among] = [names[from], names[to]];
        rows.push({
          arm,
          layer,
          queriesFrom,
          among,
          candidates: sides[to].length,
          ...rankScores(found.ranks),
        });
        sheet ??= await drawSheet(sides[0], { ...sides[1], name: options.among }, queries, found);
      }
    }
    const seenQueries = seen === null ? null : queries.filter((pair) => seen.has(pair[0])).length;
    const result = {
      run,
      method: config.method.name,
      step: encoder.step,
      queries: queries.length,
      heldOut,
      seen: seenQueries,
      rows,
    };
    return { result, sheet: sheet! };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const embedded = (encoder: TrainedEncoder, layer: string) => async (source: ImageSource) => {
  const { data, width } = await encoder.embed(source, layer);
  return featuresOf(data, width);
};

function rank(
  engine: Engine,
  queriesFrom: Features,
  among: Features,
  pairs: readonly Pair[],
  from: 0 | 1,
): Promise<PartnerRanks> {
  const queries = featureRows(
    queriesFrom,
    pairs.map((pair) => pair[from]),
  );
  return partnerRanks(
    engine,
    queries,
    among,
    pairs.map((pair) => pair[from === 0 ? 1 : 0]),
    shown,
  );
}

/** Neighbours in a row of the sheet, and rows. */
const shown = 5;
const drawnQueries = 12;

async function drawSheet(
  queriesFrom: ImageSource,
  among: ImageSource,
  pairs: readonly Pair[],
  { ranks, nearest }: PartnerRanks,
): Promise<Uint8Array> {
  const count = Math.min(drawnQueries, pairs.length);
  const chosen = Array.from({ length: count }, (_, i) => Math.floor((i * pairs.length) / count));
  const rows = chosen.map((at): FoundPartner => {
    const [query, partner] = pairs[at]!;
    const places = nearest.indices.subarray(at * nearest.k, (at + 1) * nearest.k);
    return { query, partner, rank: ranks[at]!, nearest: [...places] };
  });
  return retrievalPicture(
    subset(
      queriesFrom,
      rows.map(({ query }) => query),
    ),
    among,
    rows,
  );
}
