import { existsSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { type ImageSource, readImage } from "../data/index.js";
import { type Engine, nodeEngine } from "../engine/index.js";
import { DataError } from "../errors.js";
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
}

export interface Neighbours {
  readonly query: { readonly id: string; readonly index: number | null; readonly label: string | null };
  /** Nearest first, without the query itself. */
  readonly neighbours: readonly Neighbour[];
  /** Share of neighbours with the query's label, among those that have one; null where it is not known. */
  readonly sameLabel: number | null;
  /** Share of all other labelled samples with the query's label: what picking at random would give. */
  readonly chance: number | null;
  /** Contact sheet, PNG bytes. */
  readonly sheet: Uint8Array;
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
  source: ImageSource,
  query: Query,
  { k = 10, layer }: NeighbourOptions,
): Promise<Neighbours> {
  const { data: vectors, width } = await encoder.embed(source, layer);
  const vector =
    query.index === null
      ? await embedOne(encoder, source, query.image, layer)
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
  return {
    query: { id: query.id, index: query.index, label },
    neighbours: found,
    ...shares(
      label,
      found,
      Array.from(labels?.values ?? [], (_, i) => labelOf(i)),
    ),
    sheet: await drawSheet(source, { ...query, label }, found),
  };
}

interface Query {
  readonly id: string;
  readonly index: number | null;
  readonly image: Uint8Array;
}

/** An id, a file (a sample where it lies in the data), or an index: the first that fits. */
async function settleQuery(
  source: ImageSource,
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
  if (index === null && existsSync(text)) {
    const { background, fit, valueRange } = config.data;
    const image = await readImage(text, source.shape, {
      background: options.background ?? background,
      fit: options.fit ?? fit,
      valueRange: valueRange ?? "auto",
    });
    return { id: text, index: null, image };
  }
  index ??= number;
  if (index === null || index >= source.length)
    throw new DataError(
      `The query ${text} is neither a picture file nor a sample of ${source.name}: expected a path, an id such as ${source.id(0)}, or an index below ${source.length}.`,
      { query: text },
    );
  return { id: source.id(index), index, image: (await source.read([index])).images };
}

/** The vector of one picture from outside the data. */
async function embedOne(
  encoder: TrainedEncoder,
  source: ImageSource,
  image: Uint8Array,
  layer: string | undefined,
): Promise<Float32Array> {
  const single: ImageSource = {
    ...source,
    length: 1,
    id: () => "query",
    hasLabels: false,
    labels: async () => null,
    fingerprints: undefined,
    read: async () => ({ images: image.slice() }),
    close: async () => undefined,
  };
  return (await encoder.embed(single, layer)).data;
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

async function drawSheet(
  source: ImageSource,
  query: Query & { readonly label: string | null },
  found: readonly Neighbour[],
): Promise<Uint8Array> {
  const [channels, height, width] = source.shape;
  const { images } = await source.read(found.map(({ index }) => index));
  const size = channels * height * width;
  const picture = (data: Uint8Array) => ({ data, channels, height, width });
  const row = {
    query: { picture: picture(query.image), label: query.label },
    neighbours: found.map(({ label, similarity }, i) => ({
      picture: picture(images.subarray(i * size, (i + 1) * size)),
      label,
      similarity,
    })),
  };
  return neighbourSheet([row], { title: `nearest to ${query.id}` });
}
