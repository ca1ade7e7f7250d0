import { type ImageSource, inOrder } from "../data/index.js";
import type { LoadedProgram } from "../engine/index.js";

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
    const outputs = await program.run({ images: full }, undefined, { give: true });
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
