import type { Engine, StateEntry } from "../engine/index.js";
import { DataError } from "../errors.js";
import { add, cast, concat, input, matmul, type Tensor, takeAlong, topK } from "../tensor/index.js";
import { checkFeatures, type Features, rowCount, unitRows } from "./features.js";

/** The k nearest rows of a bank for each query, nearest first. */
export interface Nearest {
  readonly k: number;
  /** int32 `[queries, k]`: rows of the bank. */
  readonly indices: Int32Array;
  /** float32 `[queries, k]`: cosine similarities, -1 to 1. */
  readonly similarities: Float32Array;
}

/** A bank that stays in the engine, for any number of searches. */
export interface CosineSearch {
  search(query: Features): Promise<Nearest>;
  dispose(): Promise<void>;
}

/** Queries in one run of the graph, and bank rows in one product: 512 x 8192 similarities are 16 MB. */
const queryRows = 512;
const bankRows = 8192;

/**
 * Loads a bank for exact nearest-neighbour search by cosine similarity. The products and the selection run in
 * the engine, in one session: for each tile of 512 queries the best k of every chunk of 8192 rows, then the best
 * k of those. Of equal similarities the lower row comes first. A zero row is at similarity 0 from everything.
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
  const chunks: Pick<StateEntry, "name" | "shape">[] = [];
  for (let from = 0; from < count; from += bankRows) {
    // A chunk at a time, given away: the bank is never in memory three times.
    const { vectors } = unitRows(rowsBetween(bank, from, Math.min(from + bankRows, count)));
    const chunk = { name: `bank${from}`, shape: [vectors.length / width, width] };
    await store.write([{ ...chunk, dtype: "float32", data: vectors }], { give: true });
    chunks.push(chunk);
  }
  const program = await engine.load(searchProgram(chunks, width, best), { store, name: "cosine-search" });
  return {
    async search(query) {
      checkFeatures(query, "query");
      if (query.dimensions !== width) {
        throw new DataError(`Queries have ${query.dimensions} numbers a row; the bank has ${width}.`, {
          query: query.dimensions,
          bank: width,
        });
      }
      const count = rowCount(query);
      const indices = new Int32Array(count * best);
      const similarities = new Float32Array(count * best);
      const tile = new Float32Array(queryRows * width);
      for (let from = 0; from < count; from += queryRows) {
        const rows = Math.min(queryRows, count - from);
        tile.fill(0).set(unitRows(rowsBetween(query, from, from + rows)).vectors);
        const found = await program.run({ query: tile });
        indices.set((found.indices as Int32Array).subarray(0, rows * best), from * best);
        similarities.set((found.similarities as Float32Array).subarray(0, rows * best), from * best);
      }
      return { k: best, indices, similarities };
    },
    async dispose() {
      await program.dispose();
      await store.dispose();
    },
  };
}

/** Rows `from` (inclusive) to `to` (exclusive), not copied. */
function rowsBetween({ vectors, dimensions }: Features, from: number, to: number): Features {
  return { vectors: vectors.subarray(from * dimensions, to * dimensions), dimensions };
}

function searchProgram(chunks: readonly Pick<StateEntry, "name" | "shape">[], width: number, k: number) {
  const query = input("query", [queryRows, width]);
  const values: Tensor[] = [];
  const rows: Tensor[] = [];
  let from = 0;
  for (const { name, shape } of chunks) {
    const chunk = input(name, shape, "float32", "state");
    const best = topK(matmul(query, chunk, { transposeB: true }), Math.min(k, shape[0]!));
    values.push(best.values);
    rows.push(add(cast(best.indices, "int32"), from));
    from += shape[0]!;
  }
  const all = concat(values, 1);
  // Candidates are in the order of the bank among equals, so a stable selection keeps the lower row first.
  const { values: similarities, indices } = topK(all, k);
  const outputs = new Map([
    ["similarities", similarities],
    ["indices", takeAlong(concat(rows, 1), indices)],
  ]);
  return { outputs, updates: new Map<string, Tensor>() };
}
