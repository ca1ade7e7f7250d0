import { alignSources, type DataSource } from "../data/index.js";
import { type Engine, nodeEngine } from "../engine/index.js";
import { asPictures, kindOf } from "../kinds/index.js";
import {
  type Features,
  featureRows,
  featuresOf,
  type PartnerRanks,
  partnerRanks,
  rankScores,
} from "../metrics/index.js";
import { runHome } from "../runs/index.js";
import { EMBEDDING, PROJECTION } from "../steps/index.js";
import { makeEncoder, openEncoder, type TrainedEncoder } from "../trained/index.js";
import type { CrossRetrieval, RetrievalRow, RetrieveOptions } from "./cross-retrieval.js";
import { chooseQueries, openSides, type Pair, seenPairs } from "./retrieval-queries.js";
import { neighboursShown, retrievalSheet } from "./retrieval-sheet.js";

/**
 * Retrieval between two aligned sources: each query is ranked against all samples of the other source by cosine
 * similarity, in both directions, by the run's encoder, by the same encoder untrained, and by plain features, such as raw pixels. Samples are
 * matched by file name, as for pretraining with a second source.
 *
 * @returns the scores, and a contact sheet (PNG) of some queries with what the trained encoder finds for them
 * @throws CheckpointError when the run cannot be read; DataError when nothing aligns, or no query is left
 */
export async function retrieveAcross(
  options: RetrieveOptions,
): Promise<{ readonly result: CrossRetrieval; readonly sheet: Uint8Array }> {
  const { run, heldOut = false, onWarning } = options;
  const own = { method: options.method, encoder: options.encoder };
  const engine = nodeEngine();
  const closing: (() => Promise<void>)[] = [() => engine.dispose()];
  try {
    const encoder = await openEncoder(run, { ...own, weights: options.weights, engine, onWarning });
    const { config } = encoder;
    const untrained = await makeEncoder(config, [], 0, { ...own, engine, untrained: config.seed });
    const sides = await openSides(config, options);
    closing.push(...sides.map((side) => () => side.close()));
    const pairs = [...alignSources(...sides)];
    const seen = await seenPairs(runHome(run), config, sides, pairs, onWarning);
    const queries = chooseQueries(pairs, seen, heldOut, options);
    const layers = options.layer === undefined ? [EMBEDDING, PROJECTION] : [options.layer];
    const plain = kindOf(sides[0]).baseline;
    const arms = [
      ...layers
        .filter((layer) => layer !== PROJECTION || encoder.layers.includes(PROJECTION))
        .map((layer) => ({ arm: "trained", layer, features: embedded(encoder, layer) }) as const),
      { arm: "untrained", layer: layers[0]!, features: embedded(untrained, layers[0]!) } as const,
      { arm: "plain", layer: plain.name, features: await plain.prepare(sides[0]) } as const,
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
        sheet ??= await retrievalSheet(
          asPictures(sides[0], "A sheet of what was found"),
          { ...asPictures(sides[1], "A sheet of what was found"), name: options.among },
          queries,
          found,
        );
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

const embedded = (encoder: TrainedEncoder, layer: string) => async (source: DataSource) => {
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
    neighboursShown,
  );
}
