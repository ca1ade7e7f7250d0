import { CheckpointError } from "../errors.js";
import { type OpenFile, openRegular } from "./open-regular.js";
import { codeOf, readFailure } from "./read-failure.js";
import type { Safetensors, SafetensorsTensor } from "./safetensors.js";
import {
  cutShort,
  safetensorsLayout,
  type TensorPlace,
  tensorMap,
  tensorOfBytes,
} from "./safetensors-layout.js";

/** Node reads less than 2 GiB at once. */
const bytesAtOnce = 1 << 30;

/**
 * Reads a .safetensors file of any size: the header first, then each tensor into its own memory. A file that holds less
 * than its header declares is refused before memory is taken.
 *
 * @param source the file's name, for messages
 * @param atOnce bytes of one read
 * @throws CheckpointError as `decodeSafetensors` does, and when the file cannot be read: `context.code` is then the file
 * system's word for it
 */
export async function readSafetensors(
  path: string,
  source = path,
  atOnce: number = bytesAtOnce,
): Promise<Safetensors> {
  const failed = (cause: unknown) =>
    cause instanceof CheckpointError
      ? cause
      : new CheckpointError(
          `${source} cannot be used: ${readFailure(cause)}.`,
          { path, code: codeOf(cause) },
          cause,
        );
  let file: OpenFile | undefined;
  try {
    file = await openRegular(path);
    const { size } = await file.stat();
    return await readFrom({ file, source, atOnce }, size);
  } catch (cause) {
    throw failed(cause);
  } finally {
    await file?.close();
  }
}

interface Opened {
  readonly file: OpenFile;
  readonly source: string;
  readonly atOnce: number;
}

async function readFrom(opened: Opened, size: number): Promise<Safetensors> {
  const { source } = opened;
  const read = (begin: number, end: number) => readRange(opened, begin, end);
  const { metadata, places, start } = await safetensorsLayout(read, size, source);
  const tensors: [string, SafetensorsTensor][] = [];
  for (const place of places) {
    const raw = await readRange(opened, start + place.begin, start + place.end, place);
    tensors.push([place.name, tensorOfBytes(place, raw, source)]);
  }
  return { tensors: tensorMap(tensors), metadata };
}

async function readRange(
  { file, source, atOnce }: Opened,
  begin: number,
  end: number,
  place?: TensorPlace,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = allocate(end - begin, source, place);
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, atOnce), begin + at);
    if (bytesRead === 0) throw cutShort(source, end, begin + at);
    at += bytesRead;
  }
  return bytes;
}

function allocate(length: number, source: string, place: TensorPlace | undefined): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    const what = place === undefined ? "its header" : `its tensor ${JSON.stringify(place.name.slice(0, 80))}`;
    throw new CheckpointError(
      `${source} cannot be read: there is no memory for ${what} of ${(length / 2 ** 30).toPrecision(3)} GiB. Close other programs, or use a machine with more memory.`,
      { source, length },
      cause,
    );
  }
}
