import { relative, resolve, sep } from "node:path";
import type { DataSource } from "../data/index.js";
import { type Engine, nodeEngine } from "../engine/index.js";
import { DataError } from "../errors.js";
import { kindOf, type Shown } from "../kinds/index.js";
import { featuresOf, neighbours } from "../metrics/index.js";
import { neighbourSheet } from "../report/index.js";
import type { ChosenWeights, OwnParts, RunConfig } from "../setup/index.js";
import { openEncoder, type TrainedEncoder } from "../trained/index.js";
import { type DataOptions, openForRun } from "./open-data.js";

export interface NeighbourOptions extends DataOptions, OwnParts, ChosenWeights {
  /** A sample's id or index in the data, or a picture file. */
  readonly query: string;
  readonly k?: number | undefined;
  readonly layer?: string | undefined;
  readonly onWarning?: (message: string) => void;
}

export interface Neighbour {
  readonly index: number;
  readonly id: string;
  /** Cosine similarity with the query. */
  readonly similarity: number;
  readonly label: string | null;
  /** The sample in a line, where it is no picture. */
  readonly line?: string;
}

export interface Neighbours {
  readonly query: {
    readonly id: string;
    readonly index: number | null;
    readonly label: string | null;
    readonly line?: string;
  };
  /** Nearest first, without the query itself. */
  readonly neighbours: readonly Neighbour[];
  /** Share of neighbours with the query's label, among those that have one; null where it is not known. */
  readonly sameLabel: number | null;
  /** Share of all other labelled samples with the query's label: what picking at random would give. */
  readonly chance: number | null;
  /** Contact sheet of pictures, PNG bytes; null for samples that are none. */
  readonly sheet: Uint8Array | null;
}

/**
 * The samples whose embeddings are most like that of the query.
 * @throws DataError when the query is neither a sample nor a picture that can be read.
 */
export async function findNeighbours(
  run: string,
  data: string,
  options: NeighbourOptions,
): Promise<Neighbours> {
  const engine = nodeEngine();
  try {
    const encoder = await openEncoder(run, { ...options, engine });
    const source = await openForRun(encoder.config, data, options);
    try {
      const query = await settleQuery(source, data, encoder.config, options);
      return await search(engine, encoder, source, query, options);
    } finally {
      await source.close();
    }
  } finally {
    await engine.dispose();
  }
}

async function search(
  engine: Engine,
  encoder: TrainedEncoder,
  source: DataSource,
  query: Query,
  { k = 10, layer }: NeighbourOptions,
): Promise<Neighbours> {
  const { data: vectors, width } = await encoder.embed(source, layer);
  const vector =
    query.index === null
      ? (await encoder.embed(query.source, layer)).data
      : vectors.slice(query.index * width, (query.index + 1) * width);
  // The query itself comes first where it is one of the samples.
  const most = query.index === null ? k : k + 1;
  const nearest = await neighbours(engine, featuresOf(vectors, width), featuresOf(vector, width), most);
  const labels = source.hasLabels ? await source.labels() : null;
  const labelOf = (index: number | null) =>
    index === null ? null : (labels?.classNames[labels.values[index] ?? -1] ?? null);
  const found = Array.from(nearest.indices, (index, i) => ({
    index,
    id: source.id(index),
    similarity: nearest.similarities[i]!,
    label: labelOf(index),
  }))
    .filter(({ index }) => index !== query.index)
    .slice(0, k);
  const label = labelOf(query.index);
  const { show } = kindOf(source);
  const shown = await show(
    source,
    found.map(({ index }) => index),
  );
  const [asked] = await show(query.source, [query.index ?? 0]);
  return {
    query: { id: query.id, index: query.index, label, ...lineOf(asked) },
    neighbours: found.map((one, i) => ({ ...one, ...lineOf(shown[i]) })),
    ...shares(
      label,
      found,
      Array.from(labels?.values ?? [], (_, i) => labelOf(i)),
    ),
    sheet: await drawSheet({ id: query.id, label, shown: asked }, found, shown),
  };
}

const lineOf = (shown: Shown | undefined) =>
  shown !== undefined && "line" in shown ? { line: shown.line } : {};

/** What is asked for, and the source that has it: the data, or a source of one. */
interface Query {
  readonly id: string;
  readonly index: number | null;
  readonly source: DataSource;
}

/** An id, a file (a sample where it lies in the data), or an index: the first that fits. */
async function settleQuery(
  source: DataSource,
  data: string,
  config: RunConfig,
  options: NeighbourOptions,
): Promise<Query> {
  const text = options.query;
  // A source that is a part of the data has the part's folder for a name.
  const names = [text, ...[data, source.name].map((folder) => relative(resolve(folder), resolve(text)))].map(
    (name) => name.split(sep).join("/").normalize("NFC"),
  );
  const number = /^\d+$/.test(text) ? Number(text) : null;
  let index: number | null = null;
  for (let i = 0; i < source.length && index === null; i++) {
    if (names.includes(source.id(i).normalize("NFC"))) index = i;
  }
  if (index === null) {
    const kind = kindOf(source);
    // A number is a place, where no sample and no file is called so.
    const outside = await kind.readOne(source, kind.withSaid(config.data, options), text);
    if (outside !== null) return { id: text, index: null, source: outside };
  }
  index ??= number;
  if (index === null || index >= source.length)
    throw new DataError(
      `The query ${text} is neither a ${kindOf(source).called.one} nor a sample of ${source.name}: expected a path, an id such as ${source.id(0)}, or an index below ${source.length}.`,
      { query: text },
    );
  return { id: source.id(index), index, source };
}

function shares(
  label: string | null,
  found: readonly Neighbour[],
  all: readonly (string | null)[],
): Pick<Neighbours, "sameLabel" | "chance"> {
  const share = (labels: readonly (string | null)[], itself: number) => {
    const known = labels.filter((other) => other !== null);
    if (label === null || known.length - itself < 1) return null;
    return (known.filter((other) => other === label).length - itself) / (known.length - itself);
  };
  const sameLabel = share(
    found.map((one) => one.label),
    0,
  );
  return { sameLabel, chance: share(all, 1) };
}

/** Null where any is no picture. */
async function drawSheet(
  query: { readonly id: string; readonly label: string | null; readonly shown: Shown | undefined },
  found: readonly Neighbour[],
  shown: readonly Shown[],
): Promise<Uint8Array | null> {
  if (query.shown === undefined || !("picture" in query.shown)) return null;
  const row = {
    query: { picture: query.shown.picture, label: query.label },
    neighbours: found.flatMap(({ label, similarity }, i) => {
      const one = shown[i];
      return one !== undefined && "picture" in one ? [{ picture: one.picture, label, similarity }] : [];
    }),
  };
  return neighbourSheet([row], { title: `nearest to ${query.id}` });
}
