import { type DataSource, labelled, split } from "../data/index.js";
import type { Engine, LaterProgram } from "../engine/index.js";
import { knnClassify } from "../metrics/index.js";
import { encodeAll } from "../trained/index.js";

/** Accuracy of a weighted kNN within the held-out samples, which training never sees: one half votes on the other. */
export async function holdoutKnn(
  engine: Engine,
  program: LaterProgram,
  heldOut: DataSource,
  { batchSize, dimensions }: { readonly batchSize: number; readonly dimensions: number },
): Promise<{ accuracy: number; chance: number; samples: number }> {
  // Halves at random: sources are often in the order of their classes.
  const [voters, asked] = await split(await labelled(heldOut), { fraction: 0.5, seed: 0 });
  const half = async (source: DataSource) => ({
    features: { vectors: await encodeAll(program, source, batchSize, dimensions), dimensions },
    labels: (await source.labels())?.values ?? new Int32Array(source.length),
  });
  const { features, labels: truth } = await half(asked);
  const { predictions } = await knnClassify(engine, await half(voters), features);
  const counts = new Map<number, number>();
  let hits = 0;
  for (const [i, label] of truth.entries()) {
    if (predictions[i] === label) hits++;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return {
    accuracy: hits / truth.length,
    chance: Math.max(...counts.values()) / truth.length,
    samples: truth.length,
  };
}
