import { type DataSource, inOrder } from "../data/index.js";
import type { LaterProgram } from "../engine/index.js";
import { type Feeds, kindOf } from "../kinds/index.js";

/** Embeddings of every sample of a source, `[N * D]`, with a program of fixed batch size: the last batch is padded. */
export async function encodeAll(
  program: LaterProgram,
  source: DataSource,
  batchSize: number,
  dimensions: number,
  layer = "embedding",
): Promise<Float32Array> {
  const kind = kindOf(source);
  const vectors = new Float32Array(source.length * dimensions);
  let done = 0;
  for await (const batch of inOrder(source, { batchSize })) {
    const count = batch.indices.length;
    const feeds = padded(kind.feeds(batch), count, batchSize);
    const outputs = await program.run(feeds, undefined, { give: true });
    vectors.set((outputs[layer] as Float32Array).subarray(0, count * dimensions), done * dimensions);
    done += count;
  }
  return vectors;
}

/** Feeds of a whole batch, where there are fewer samples: the others are zeros. */
export function padded(feeds: Feeds, count: number, batchSize: number): Feeds {
  if (count === batchSize) return feeds;
  return Object.fromEntries(
    Object.entries(feeds).map(([name, values]) => {
      const full = new (values.constructor as new (length: number) => typeof values)(
        (values.length / count) * batchSize,
      );
      full.set(values);
      return [name, full];
    }),
  );
}
