import type { Engine, LoadedProgram, Store } from "../engine/index.js";
import { DataError } from "../errors.js";
import { cast, input, matmul, type Tensor, topK } from "../tensor/index.js";
import { checkFeatures, type Features, rowCount, unitRows } from "./features.js";

/** The k nearest rows of a bank for each query, nearest first. */
export interface Nearest {
  readonly k: number;
  /** int32 `[queries, k]`: rows of the bank. */
  readonly indices: Int32Array;
  /** float32 `[queries, k]`: cosine similarities, -1 to 1. */
  readonly similarities: Float32Array;
}

/** A bank that can be searched any number of times. It stays the caller's, and must not change meanwhile. */
export interface CosineSearch {
  search(query: Features): Promise<Nearest>;
  dispose(): Promise<void>;
}

/** Queries in one run of the graph, and bank rows in one product: 512 x 8192 similarities are 16 MB. */
const queryRows = 512;
const bankRows = 8192;

/**
 * Exact nearest-neighbour search by cosine similarity. The products and the selection run in the engine: for each chunk of
 * 8192 rows of the bank, which goes there as unit rows and gives way to the next, the best k for each tile of 512 queries;
 * they join the best k of the chunks before. So the bank is in memory once, and a chunk of it beside. Of equal
 * similarities the lower row comes first. A zero row is at similarity 0 from everything.
 *
 * @param bank `[N, D]`, any scale @param k neighbours, at most N are returned
 * @throws DataError when the bank is empty or holds NaN, or a query has another width.
 */
export async function cosineSearch(engine: Engine, bank: Features, k: number): Promise<CosineSearch> {
  checkFeatures(bank, "bank");
  if (!(Number.isInteger(k) && k > 0))
    throw new DataError(`\`k\` takes a whole number above 0; got ${k}.`, { k });
  const { dimensions: width } = bank;
  const count = rowCount(bank);
  const best = Math.min(k, count);
  const store = await engine.createStore();
  /** By the rows of a chunk: all have as many, but for the last. */
  const programs = new Map<number, LoadedProgram>();
  /** Searches take turns, since each brings its chunks. */
  let last: Promise<unknown> = Promise.resolve();
  const searchNow = async (query: Features): Promise<Nearest> => {
    checkFeatures(query, "query");
    if (query.dimensions !== width) {
      throw new DataError(`Queries have ${query.dimensions} numbers a row; the bank has ${width}.`, {
        query: query.dimensions,
        bank: width,
      });
    }
    const queries = rowCount(query);
    const nearest = {
      k: best,
      indices: new Int32Array(queries * best),
      similarities: new Float32Array(queries * best),
    };
    const tile = new Float32Array(queryRows * width);
    for (let first = 0; first < count; first += bankRows) {
      const rows = Math.min(bankRows, count - first);
      await writeChunk(store, unitRows(rowsBetween(bank, first, first + rows)));
      const program = programs.get(rows) ?? (await loadSearch(engine, store, rows, width, best));
      programs.set(rows, program);
      for (let from = 0; from < queries; from += queryRows) {
        const asked = Math.min(queryRows, queries - from);
        tile.fill(0).set(unitRows(rowsBetween(query, from, from + asked)).vectors);
        const found = (await program.run({ query: tile })) as unknown as Found;
        for (let row = 0; row < asked; row++)
          join(nearest, from + row, found, row, first, Math.min(best, rows));
      }
    }
    return nearest;
  };
  return {
    search(query) {
      const found = last.then(() => searchNow(query));
      last = found.catch(() => undefined);
      return found;
    },
    async dispose() {
      for (const program of programs.values()) await program.dispose();
      await store.dispose();
    },
  };
}

/** Of each query of a tile the best rows of a chunk. */
interface Found {
  readonly similarities: Float32Array;
  readonly indices: Int32Array;
}

/**
 * Joins the best rows of a chunk with those of the chunks before it. Both are sorted, and of equals those before come
 * first, as their rows are lower.
 * @param to the query's row in `nearest` @param from its row in `found` @param first the chunk's first row
 * @param count how many were found in the chunk; before it, as many as fit of `first`
 */
function join(nearest: Nearest, to: number, found: Found, from: number, first: number, count: number): void {
  const { k } = nearest;
  const held = Math.min(k, first);
  const before = nearest.similarities.slice(to * k, to * k + held);
  const rows = nearest.indices.slice(to * k, to * k + held);
  const end = Math.min(k, held + count);
  for (let place = 0, old = 0, next = 0; place < end; place++) {
    const similarity = found.similarities[from * count + next]!;
    const isOld = old < held && (next === count || before[old]! >= similarity);
    nearest.similarities[to * k + place] = isOld ? before[old]! : similarity;
    nearest.indices[to * k + place] = isOld ? rows[old]! : first + found.indices[from * count + next]!;
    if (isOld) old++;
    else next++;
  }
}

/** Rows `from` (inclusive) to `to` (exclusive), not copied. */
function rowsBetween({ vectors, dimensions }: Features, from: number, to: number): Features {
  return { vectors: vectors.subarray(from * dimensions, to * dimensions), dimensions };
}

const chunkOf = (rows: number, width: number) => ({ name: `bank${rows}`, shape: [rows, width] });

async function writeChunk(store: Store, unit: Features): Promise<void> {
  const entry = {
    ...chunkOf(rowCount(unit), unit.dimensions),
    dtype: "float32" as const,
    data: unit.vectors,
  };
  await store.write([entry], { give: true });
}

function loadSearch(
  engine: Engine,
  store: Store,
  rows: number,
  width: number,
  k: number,
): Promise<LoadedProgram> {
  const { name, shape } = chunkOf(rows, width);
  const query = input("query", [queryRows, width]);
  const chunk = input(name, shape, "float32", "state");
  const { values, indices } = topK(matmul(query, chunk, { transposeB: true }), Math.min(k, rows));
  const outputs = new Map<string, Tensor>([
    ["similarities", values],
    ["indices", cast(indices, "int32")],
  ]);
  return engine.load({ outputs, updates: new Map() }, { store, name: "cosine-search" });
}
