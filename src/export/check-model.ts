import { type InferenceSession, onnxRuntime } from "../engine/index.js";
import { EngineError } from "../errors.js";

/** How an exported model compares with the encoder that was trained. */
export interface ModelCheck {
  readonly samples: number;
  readonly batches: readonly number[];
  /** Largest difference of two numbers of an embedding. */
  readonly maximumDifference: number;
  /** The same, as a share of the largest number among the embeddings. */
  readonly relativeDifference: number;
  /** Largest 1 - cosine of a sample's two embeddings. */
  readonly cosineDifference: number;
}

/** Above this share, or cosine difference, the export is refused. */
export const CHECK_TOLERANCE = 1e-4;

/** Every batch size in turn, over and over; the samples that are left end it. */
const batchSizes = [1, 2, 7];

export interface CheckedInput {
  readonly name: string;
  /** Of one sample. */
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

/**
 * Runs a model the way other people will, in a plain session of ONNX Runtime with batches of 1, 2, 7 and the rest, and
 * compares its embeddings with those that are expected.
 * @param expected `[samples, width]` @param output the model's output that should equal it
 * @throws EngineError when a difference is above the tolerance, or the model does not run.
 */
export async function checkModel(
  model: Uint8Array,
  { name, shape, data }: CheckedInput,
  expected: Float32Array,
  width: number,
  output = "embedding",
): Promise<ModelCheck> {
  const { Tensor } = onnxRuntime();
  const session = await openSession(model);
  const size = data.length / (expected.length / width);
  try {
    return await checkBatches(expected, width, async (from, batch) => {
      const part = data.slice(from * size, (from + batch) * size);
      const type = part instanceof Uint8Array ? "uint8" : "float32";
      const outputs = await session.run({ [name]: new Tensor(type, part as never, [batch, ...shape]) });
      return outputs[output]?.data as Float32Array;
    });
  } finally {
    await session.release();
  }
}

/**
 * Compares with what is expected what `read` gives of batches, `[batch, width]` of samples from one on.
 * @throws EngineError when a difference is above the tolerance
 */
export async function checkBatches(
  expected: Float32Array,
  width: number,
  read: (from: number, batch: number) => Promise<Float32Array>,
): Promise<ModelCheck> {
  const samples = expected.length / width;
  const actual = new Float32Array(expected.length);
  const batches: number[] = [];
  for (let done = 0; done < samples; ) {
    const left = samples - done;
    const batch = Math.min(batchSizes[batches.length] ?? left, left);
    actual.set(await read(done, batch), done * width);
    batches.push(batch);
    done += batch;
  }
  return refuseDifferences({ samples, batches, ...differences(actual, expected, width) });
}

/** @throws EngineError when the model does not load */
export async function openSession(model: Uint8Array): Promise<InferenceSession> {
  try {
    return await onnxRuntime().InferenceSession.create(model, { logSeverityLevel: 3 });
  } catch (error) {
    throw new EngineError(
      `The exported model does not load: ${error instanceof Error ? error.message : error}`,
      {},
      error,
    );
  }
}

/** How two lists of vectors of a width differ. */
export function differences(actual: Float32Array, expected: Float32Array, width: number) {
  let [maximumDifference, largest, cosineDifference] = [0, 0, 0];
  for (let row = 0; row < expected.length; row += width) {
    let [dot, a2, b2] = [0, 0, 0];
    for (let i = row; i < row + width; i++) {
      const [a, b] = [actual[i]!, expected[i]!];
      const difference = Math.abs(a - b);
      // NaN must not pass for small.
      maximumDifference = Math.max(maximumDifference, Number.isNaN(difference) ? Infinity : difference);
      largest = Math.max(largest, Math.abs(b));
      dot += a * b;
      a2 += a * a;
      b2 += b * b;
    }
    const length = Math.sqrt(a2 * b2);
    cosineDifference = Math.max(cosineDifference, length === 0 ? 0 : 1 - dot / length);
  }
  const relativeDifference = largest === 0 ? maximumDifference : maximumDifference / largest;
  return { maximumDifference, relativeDifference, cosineDifference };
}

/** @throws EngineError for differences above the tolerance */
export function refuseDifferences(check: ModelCheck): ModelCheck {
  const { relativeDifference, maximumDifference, cosineDifference, samples } = check;
  if (relativeDifference <= CHECK_TOLERANCE && cosineDifference <= CHECK_TOLERANCE) return check;
  throw new EngineError(
    `The exported model differs from the trained encoder: by ${maximumDifference.toExponential(1)} (${relativeDifference.toExponential(1)} of the largest number) and a cosine difference of ${cosineDifference.toExponential(1)} on ${samples} samples; at most ${CHECK_TOLERANCE} is allowed. Nothing was written; please report this.`,
    { ...check },
  );
}
