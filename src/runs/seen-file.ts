import { join } from "node:path";
import { CheckpointError } from "../errors.js";
import { readSealed, type SafetensorsTensor, writeSealed } from "../formats/index.js";

/** What a run's samples were when it began: how they are told again. */
export interface SeenSamples {
  /** A fingerprint of every sample of its data, in order, those too that it held out. */
  readonly samples: BigUint64Array;
  /** Of their partners in a second source. */
  readonly partners: BigUint64Array | null;
  /** Places of those that train. */
  readonly training: Int32Array;
  /** Digest of what training reads beside pictures, such as labels; null where it reads nothing else. */
  readonly besides: string | null;
}

const format = "unlabel-seen-1";
const beforeFormat = "unlabel-seen-before-1";

/** The file of a run. */
export const seenPath = (run: string) => join(run, "seen.bin");
/** What the runs that a run's weights come from have seen. */
export const beforePath = (run: string) => join(run, "seen-before.bin");

/** Writes the fingerprints of a run, with a digest. */
export async function writeSeenFile(
  run: string,
  { samples, partners, training, besides }: SeenSamples,
): Promise<void> {
  const tensors = new Map<string, SafetensorsTensor>([
    ["samples", printsTensor(samples)],
    ["training", { dtype: "I32", shape: [training.length], data: training }],
  ]);
  if (partners !== null) tensors.set("partners", printsTensor(partners));
  await writeSealed(seenPath(run), tensors, { format, ...(besides === null ? {} : { besides }) });
}

/** @throws CheckpointError when it is missing, damaged or of another version; `context.code` is ENOENT when missing */
export async function readSeenFile(run: string): Promise<SeenSamples> {
  const path = seenPath(run);
  const { tensors, metadata } = await readIntact(path, format);
  const training = tensors.get("training");
  const samples = printsOf(tensors.get("samples"));
  if (samples === null || training?.dtype !== "I32") throw damaged(path);
  return {
    samples,
    partners: printsOf(tensors.get("partners")),
    training: training.data,
    besides: metadata.besides ?? null,
  };
}

/** Writes what the weights that a run starts from have seen. */
export async function writeSeenBefore(run: string, prints: BigUint64Array): Promise<void> {
  await writeSealed(beforePath(run), new Map([["samples", printsTensor(prints)]]), { format: beforeFormat });
}

/** @throws CheckpointError as `readSeenFile` does */
export async function readSeenBefore(run: string): Promise<BigUint64Array> {
  const path = beforePath(run);
  const prints = printsOf((await readIntact(path, beforeFormat)).tensors.get("samples"));
  if (prints === null) throw damaged(path);
  return prints;
}

async function readIntact(path: string, expected: string) {
  const read = await readSealed(path).catch((error: unknown) => {
    // What its format has to say of it means nothing to who does not know that it has one.
    throw error instanceof CheckpointError && error.context.code === undefined ? damaged(path, error) : error;
  });
  if (!read.isIntact || read.metadata.format !== expected) throw damaged(path);
  return read;
}

function damaged(path: string, cause?: unknown): CheckpointError {
  return new CheckpointError(`${path} is damaged, or of another version of unlabel.`, { path }, cause);
}

/** The format knows signed numbers only; the bits are the same. */
function printsTensor(prints: BigUint64Array): SafetensorsTensor {
  const data = new BigInt64Array(prints.buffer as ArrayBuffer, prints.byteOffset, prints.length);
  return { dtype: "I64", shape: [prints.length], data };
}

function printsOf(tensor: SafetensorsTensor | undefined): BigUint64Array | null {
  if (tensor?.dtype !== "I64") return null;
  const { buffer, byteOffset, length } = tensor.data;
  return new BigUint64Array(buffer, byteOffset, length);
}
