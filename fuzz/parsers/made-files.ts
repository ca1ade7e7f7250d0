import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { convnet } from "#rooms/encoders";
import { encodeSafetensors, type SafetensorsTensor } from "#rooms/formats";
import { resolveRun } from "#rooms/settle";
import { partsOf, type RunConfig } from "#rooms/setup";
import { stepProgram } from "#rooms/steps";

/** An IDX file: a type code, dimensions, and the values' bytes. */
export function idxBytes(type: number, dims: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dims.length + values.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0, 0, type, dims.length]);
  dims.forEach((dim, i) => {
    view.setUint32(4 + 4 * i, dim);
  });
  bytes.set(values, 4 + 4 * dims.length);
  return bytes;
}

/** A few tensors of every type. */
export function someTensors(): Map<string, SafetensorsTensor> {
  return new Map<string, SafetensorsTensor>([
    ["encoder/kernel", { dtype: "F32", shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 1e-9, 3e8, -0) }],
    ["count", { dtype: "I64", shape: [], data: BigInt64Array.of(-5n) }],
    ["places", { dtype: "I32", shape: [3], data: Int32Array.of(1, -1, 2 ** 31 - 1) }],
    ["bytes", { dtype: "U8", shape: [1, 4], data: Uint8Array.of(0, 1, 254, 255) }],
    ["flags", { dtype: "BOOL", shape: [2], data: Uint8Array.of(0, 1) }],
    ["nothing", { dtype: "F32", shape: [0, 7], data: new Float32Array(0) }],
  ]);
}

export const someSafetensors = (): Uint8Array =>
  encodeSafetensors(someTensors(), { format: "pt", note: "é" });

/** The settings of a small run on pictures in `folder`/data, and its first state. */
export async function smallRun(folder: string): Promise<{
  readonly config: RunConfig;
  readonly state: ReturnType<ReturnType<typeof stepProgram>["variables"]["initialValues"]>;
}> {
  const data = join(folder, "data");
  await mkdir(data, { recursive: true });
  const pixels = Uint8Array.from({ length: 24 * 64 }, (_, i) => (i * i * 7) % 256);
  await writeFile(join(data, "train-images-idx3-ubyte"), idxBytes(8, [24, 8, 8], pixels));
  const encoder = convnet({ widths: [4] });
  const { config, source } = await resolveRun({ data, encoder, batchSize: 8, steps: 9, threads: 1 });
  await source.close();
  const state = stepProgram(partsOf(config, 24)).variables.initialValues(config.seed);
  return { config, state };
}
