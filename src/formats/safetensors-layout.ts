import { CheckpointError } from "../errors.js";
import { jsonOutline } from "./json-outline.js";
import {
  byName,
  type Dtype,
  elementBytes,
  elementCount,
  metadataKey,
  type SafetensorsTensor,
} from "./safetensors.js";

/** The limit of the format's reference reader. */
const largestHeader = 100_000_000;
/** A header is an object of objects with lists of numbers. */
const deepestHeader = 3;

/** Where a tensor lies, in bytes from the end of the header. */
export interface TensorPlace {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What the header of a file says, found to fit the file. */
export interface SafetensorsLayout {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the file. */
  readonly places: readonly TensorPlace[];
  /** Where the data begin. */
  readonly start: number;
}

/**
 * Reads the layout from the first bytes of a file, before any data are.
 * @param read the bytes from one place to another
 * @param length bytes of the whole file
 * @param source the file's name, for messages
 * @throws CheckpointError in one sentence, as `decodeSafetensors` does
 */
export async function safetensorsLayout(
  read: (begin: number, end: number) => Promise<Uint8Array> | Uint8Array,
  length: number,
  source: string,
): Promise<SafetensorsLayout> {
  if (length < 8) throw cutShort(source, 8, length);
  const start = headerEnd(await read(0, 8), length, source);
  return layoutOf(await read(8, start), { start, length, source });
}

/** The same of bytes in memory. */
export function layoutOfBytes(bytes: Uint8Array, source: string): SafetensorsLayout {
  const { length } = bytes;
  if (length < 8) throw cutShort(source, 8, length);
  const start = headerEnd(bytes, length, source);
  return layoutOf(bytes.subarray(8, start), { start, length, source });
}

export function cutShort(source: string, expected: number, found: number): CheckpointError {
  return new CheckpointError(
    `${source} is cut short: expected ${expected} bytes, found ${found}; copy it again or use an earlier checkpoint.`,
    { source, expected, found },
  );
}

/** A tensor of its bytes, which it keeps. */
export function tensorOfBytes(
  { name, dtype, shape }: TensorPlace,
  raw: Uint8Array<ArrayBuffer>,
  source: string,
): SafetensorsTensor {
  if (dtype === "BOOL" && raw.some((value) => value > 1)) {
    throw invalid(source, `tensor ${shown(name)} of type BOOL holds values other than 0 and 1`);
  }
  switch (dtype) {
    case "F32":
      return { dtype, shape, data: new Float32Array(raw.buffer) };
    case "I32":
      return { dtype, shape, data: new Int32Array(raw.buffer) };
    case "I64":
      return { dtype, shape, data: new BigInt64Array(raw.buffer) };
    default:
      return { dtype, shape, data: raw };
  }
}

/** Tensors by name, in the order of names. */
export function tensorMap(
  tensors: readonly (readonly [string, SafetensorsTensor])[],
): Map<string, SafetensorsTensor> {
  return new Map([...tensors].sort(([a], [b]) => byName(a, b)));
}

type Failure = (what: string) => CheckpointError;

function invalid(source: string, what: string): CheckpointError {
  return new CheckpointError(
    `${source} is not a valid safetensors file: ${what}; copy it again or use an earlier checkpoint.`,
    { source },
  );
}

function headerEnd(bytes: Uint8Array, length: number, source: string): number {
  const claimed = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true);
  if (claimed > BigInt(largestHeader))
    throw invalid(source, `its header claims ${claimed} bytes where at most ${largestHeader} are allowed`);
  const start = 8 + Number(claimed);
  if (length < start) throw cutShort(source, start, length);
  return start;
}

function layoutOf(
  header: Uint8Array,
  { start, length, source }: { readonly start: number; readonly length: number; readonly source: string },
): SafetensorsLayout {
  const bad: Failure = (what) => invalid(source, what);
  const entries = parseHeader(header, bad);
  const metadata = entries.find(([name]) => name === metadataKey)?.[1] ?? {};
  if (!isTextMap(metadata)) throw bad("its metadata is not a map from text to text");
  const places = entries
    .filter(([name]) => name !== metadataKey)
    .map(([name, entry]) => readPlace(name, entry, bad))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const place of places) {
    if (place.begin !== end) {
      const what = place.begin > end ? "leaves a gap before" : "overlaps with";
      throw bad(`tensor ${shown(place.name)} ${what} its neighbour at byte ${end}`);
    }
    end = place.end;
  }
  if (length < start + end) throw cutShort(source, start + end, length);
  if (length > start + end) throw bad(`it has ${length} bytes where its header promises ${start + end}`);
  return { metadata, places, start };
}

function parseHeader(header: Uint8Array, bad: Failure): [string, unknown][] {
  let text: string;
  let parsed: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
  } catch {
    throw bad("its header is not JSON");
  }
  const { deepest, repeated } = jsonOutline(text);
  if (deepest > deepestHeader)
    throw bad(`its header is nested ${deepest} deep where ${deepestHeader} are enough`);
  try {
    parsed = JSON.parse(text);
  } catch {
    throw bad("its header is not JSON");
  }
  if (!text.startsWith("{") || !isObject(parsed)) throw bad("its header is not a JSON object");
  if (repeated !== undefined) throw bad(`its header has the name ${shown(repeated)} twice`);
  return Object.entries(parsed);
}

function readPlace(name: string, entry: unknown, bad: Failure): TensorPlace {
  const label = `tensor ${shown(name)}`;
  if (!isObject(entry)) throw bad(`${label} has no description`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !isDtype(dtype)) {
    const came = typeof dtype === "string" ? `the type ${shown(dtype)}` : "no type";
    throw bad(`${label} has ${came} where ${Object.keys(elementBytes).join(", ")} can be read`);
  }
  if (!isSizes(shape)) throw bad(`${label} has no valid shape`);
  if (!isSizes(offsets) || offsets.length !== 2) throw bad(`${label} has no valid data_offsets`);
  const count = elementCount(shape);
  const sizes = shownShape(shape);
  if (count === undefined) throw bad(`${label} has the impossible shape ${sizes}`);
  const [begin, end] = offsets as [number, number];
  const needed = count * elementBytes[dtype];
  if (end - begin !== needed)
    throw bad(`${label} has ${end - begin} bytes where its shape ${sizes} of ${dtype} needs ${needed}`);
  return { name, dtype, shape, begin, end };
}

/** A name in a message, however long it is. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

function shownShape(shape: readonly number[]): string {
  return `[${shape.slice(0, 8).join(", ")}${shape.length > 8 ? `, … ${shape.length} sizes` : ""}]`;
}

function isDtype(text: string): text is Dtype {
  return Object.hasOwn(elementBytes, text);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextMap(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((text) => typeof text === "string");
}
