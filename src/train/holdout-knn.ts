import { type ImageSource, labelled } from "../data/index.js";
import type { Engine, LoadedProgram } from "../engine/index.js";
import { knnClassify } from "../metrics/index.js";
import { encodeAll } from "./encode-all.js";

/** Accuracy of a weighted kNN within the held-out samples, which training never sees: one half votes on the other. */
export async function holdoutKnn(
  engine: Engine,
  program: LoadedProgram,
  heldOut: ImageSource,
  { batchSize, dimensions }: { readonly batchSize: number; readonly dimensions: number },
): Promise<{ accuracy: number; chance: number; samples: number }> {
  const holdout = await labelled(heldOut);
  const labels = await holdout.labels();
  const values = labels?.values ?? new Int32Array(holdout.length);
  const vectors = await encodeAll(program, holdout, batchSize, dimensions);
  const half = Math.floor(holdout.length / 2);
  const bank = {
    features: { vectors: vectors.subarray(0, half * dimensions), dimensions },
    labels: values.subarray(0, half),
  };
  const truth = values.subarray(half);
  const { predictions } = await knnClassify(engine, bank, {
    vectors: vectors.subarray(half * dimensions),
    dimensions,
  });
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
