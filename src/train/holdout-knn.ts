import type { ImageSource } from "../data/index.js";
import { inOrder, labelled } from "../data/index.js";
import type { Engine, LoadedProgram } from "../engine/index.js";
import { knnClassify } from "../metrics/index.js";

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

/** Embeddings of every sample of a source, `[N * D]`, with a program of fixed batch size: the last batch is padded. */
export async function encodeAll(
  program: LoadedProgram,
  source: ImageSource,
  batchSize: number,
  dimensions: number,
  layer = "embedding",
): Promise<Float32Array> {
  const vectors = new Float32Array(source.length * dimensions);
  const sampleSize = source.shape[0] * source.shape[1] * source.shape[2];
  let done = 0;
  for await (const { images, indices } of inOrder(source, { batchSize })) {
    const full = indices.length === batchSize ? images : padded(images, batchSize * sampleSize);
    const outputs = await program.run({ images: full });
    vectors.set((outputs[layer] as Float32Array).subarray(0, indices.length * dimensions), done * dimensions);
    done += indices.length;
  }
  return vectors;
}

function padded(images: Uint8Array, size: number): Uint8Array {
  const full = new Uint8Array(size);
  full.set(images);
  return full;
}
