import { basename, dirname, extname } from "node:path";
import { parquetWriteRows } from "hyparquet-writer";
import { ConfigError, DataError } from "../errors.js";
import { writeFileAtomically } from "./atomic-file.js";
import { writeFileSet } from "./file-set.js";
import { npyPieces } from "./npy.js";
import { piecewiseWriter } from "./piecewise-writer.js";

/** Embeddings of N samples: `vectors` is [N, D] in C order, with one id (and label) a sample. */
export interface EmbeddingTable {
  readonly ids: readonly string[];
  readonly labels?: readonly string[] | null;
  readonly vectors: Float32Array;
}

type Writer = (path: string, table: EmbeddingTable, width: number) => Promise<string[]>;

/** File name extensions that writeEmbeddings knows. */
export const embeddingExtensions = [".npy", ".parquet", ".csv", ".jsonl"] as const;

const writers: Readonly<Record<(typeof embeddingExtensions)[number], Writer>> = {
  ".npy": writeNpy,
  ".parquet": writeParquet,
  ".csv": writeCsv,
  ".jsonl": writeJsonl,
};

/**
 * Write embeddings in the format that the extension names:
 * - `.npy`: float32 [N, D], with ids and labels beside it in `NAME.ids.json`
 * - `.parquet`: columns `id`, `label` (null without labels), `embedding` (list of float)
 * - `.csv`: header `id,label,e0,e1,…`; an empty label without labels
 * - `.jsonl`: `{"id", "label", "embedding"}` a line
 *
 * Text formats write the fewest digits that read back to the same float32.
 *
 * @returns the paths written, the asked one first
 * @throws ConfigError for another extension (see checkEmbeddingPath)
 * @throws DataError when counts disagree or a value is not finite
 */
export async function writeEmbeddings(path: string, table: EmbeddingTable): Promise<string[]> {
  const extension = checkEmbeddingPath(path);
  return writers[extension](path, table, checkTable(table));
}

/**
 * The extension of a path that writeEmbeddings can write; call it before hours of work.
 *
 * @throws ConfigError that lists the extensions when it is another
 */
export function checkEmbeddingPath(path: string): (typeof embeddingExtensions)[number] {
  const found = extname(path).toLowerCase();
  const extension = embeddingExtensions.find((known) => known === found);
  if (extension === undefined) {
    throw new ConfigError(
      `Cannot write embeddings to ${path}: expected a name that ends in ${embeddingExtensions.join(", ")}, found ${found === "" ? "no extension" : found}.`,
      { path, extensions: embeddingExtensions },
    );
  }
  return extension;
}

function checkTable({ ids, labels, vectors }: EmbeddingTable): number {
  const width = ids.length === 0 ? 0 : vectors.length / ids.length;
  if (!Number.isInteger(width) || (ids.length === 0 && vectors.length > 0)) {
    throw new DataError(
      `Expected the same number of values for each of ${ids.length} ids, found ${vectors.length} values in all.`,
      { ids: ids.length, values: vectors.length },
    );
  }
  if (labels != null && labels.length !== ids.length) {
    throw new DataError(`Expected one label for each of ${ids.length} ids, found ${labels.length} labels.`, {
      ids: ids.length,
      labels: labels.length,
    });
  }
  const odd = vectors.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new DataError(
      `The embedding of ${ids[Math.floor(odd / width)]} holds ${vectors[odd]} at place ${odd % width}; the encoder's weights or its input are not finite.`,
      { id: ids[Math.floor(odd / width)] },
    );
  }
  return width;
}

async function writeNpy(path: string, table: EmbeddingTable, width: number): Promise<string[]> {
  const { ids, labels = null, vectors } = table;
  const beside = `${basename(path).slice(0, -".npy".length)}.ids.json`;
  return writeFileSet(dirname(path), [
    [basename(path), npyPieces({ data: vectors, shape: [ids.length, width] })],
    [beside, idsJson({ ids, labels })],
  ]);
}

/** `{"ids":[…],"labels":[…]}` in pieces: of many samples it would not fit into one string. */
function* idsJson({ ids, labels }: { ids: readonly string[]; labels: readonly string[] | null }) {
  const list = function* (texts: readonly string[]) {
    for (let at = 0; at < texts.length; at += 10_000) {
      const piece = JSON.stringify(texts.slice(at, at + 10_000)).slice(1, -1);
      yield at === 0 ? piece : `,${piece}`;
    }
  };
  yield '{"ids":[';
  yield* list(ids);
  yield '],"labels":';
  if (labels === null) yield "null";
  else {
    yield "[";
    yield* list(labels);
    yield "]";
  }
  yield "}\n";
}

async function writeParquet(path: string, table: EmbeddingTable, width: number): Promise<string[]> {
  const { ids, labels, vectors } = table;
  const { writer, pieces } = piecewiseWriter();
  const sample = function* () {
    for (const [i, id] of ids.entries()) {
      const embedding = Array.from(vectors.subarray(i * width, (i + 1) * width));
      yield { id, label: labels?.[i] ?? null, embedding };
    }
  };
  await parquetWriteRows({
    writer,
    rows: sample(),
    rowGroupSize: 10_000,
    columns: [
      { name: "id" },
      { name: "label" },
      // Floats of an embedding hardly compress; snappy would cost time for nothing.
      { name: "embedding", codec: "UNCOMPRESSED", statistics: false, encoding: "PLAIN" },
    ],
    schema: [
      { name: "root", num_children: 3 },
      { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      { name: "label", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
      {
        name: "embedding",
        repetition_type: "REQUIRED",
        converted_type: "LIST",
        num_children: 1,
      },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", type: "FLOAT", repetition_type: "REQUIRED" },
    ],
    createdBy: "unlabel",
  });
  await writeFileAtomically(path, pieces());
  return [path];
}

async function writeCsv(path: string, table: EmbeddingTable, width: number): Promise<string[]> {
  const names = Array.from({ length: width }, (_, i) => `,e${i}`).join("");
  await writeFileAtomically(
    path,
    lines(`id,label${names}\n`, table, (i, id, label) => {
      const row = [csvField(id), csvField(label ?? "")];
      for (let k = i * width; k < (i + 1) * width; k++) row.push(shortest(table.vectors[k]!));
      return `${row.join(",")}\n`;
    }),
  );
  return [path];
}

async function writeJsonl(path: string, table: EmbeddingTable, width: number): Promise<string[]> {
  await writeFileAtomically(
    path,
    lines("", table, (i, id, label) => {
      const row: string[] = [];
      for (let k = i * width; k < (i + 1) * width; k++) row.push(shortest(table.vectors[k]!));
      return `{"id":${JSON.stringify(id)},"label":${JSON.stringify(label)},"embedding":[${row.join(",")}]}\n`;
    }),
  );
  return [path];
}

/** Pieces of about a megabyte: a table of millions of rows never becomes one string. */
function* lines(
  first: string,
  { ids, labels }: EmbeddingTable,
  line: (index: number, id: string, label: string | null) => string,
): Generator<string> {
  let piece = first;
  for (const [i, id] of ids.entries()) {
    piece += line(i, id, labels?.[i] ?? null);
    if (piece.length > 1 << 20) {
      yield piece;
      piece = "";
    }
  }
  yield piece;
}

/** RFC 4180: fields with a separator, quote or line break are quoted, quotes doubled. */
function csvField(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Few digits that round to the same float32; nine always do. */
function shortest(value: number): string {
  const eight = Number(value.toPrecision(8));
  return String(Math.fround(eight) === value ? eight : Number(value.toPrecision(9)));
}
