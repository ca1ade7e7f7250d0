import { CheckpointError } from "../errors.js";
import { repeatedKey } from "./repeated-key.js";
import {
  byName,
  type Dtype,
  elementBytes,
  elementCount,
  metadataKey,
  type Safetensors,
  type SafetensorsTensor,
} from "./safetensors.js";

/** The limit of the format's reference reader. */
const largestHeader = 100_000_000;

/**
 * Decode a .safetensors file. Every tensor owns its memory.
 *
 * @param source the file's name, for messages
 * @throws CheckpointError in one sentence when the file is cut short (with the expected and found
 * byte counts), has bytes left over, or its header is malformed: too long, a name twice, an unknown
 * type, an impossible shape, offsets that overlap, leave gaps or disagree with the shape.
 */
export function decodeSafetensors(bytes: Uint8Array, source = "The safetensors data"): Safetensors {
  const cutShort = (expected: number) =>
    new CheckpointError(
      `${source} is cut short: expected ${expected} bytes, found ${bytes.length}; copy it again or use an earlier checkpoint.`,
      { source, expected, found: bytes.length },
    );
  const bad = (what: string) =>
    new CheckpointError(
      `${source} is not a valid safetensors file: ${what}; copy it again or use an earlier checkpoint.`,
      { source },
    );

  if (bytes.length < 8) throw cutShort(8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = view.getBigUint64(0, true);
  if (headerLength > BigInt(largestHeader)) {
    throw bad(`its header claims ${headerLength} bytes where at most ${largestHeader} are allowed`);
  }
  const start = 8 + Number(headerLength);
  if (bytes.length < start) throw cutShort(start);
  const entries = parseHeader(bytes.subarray(8, start), bad);

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
      throw bad(`tensor ${JSON.stringify(place.name)} ${what} its neighbour at byte ${end}`);
    }
    end = place.end;
  }
  if (bytes.length < start + end) throw cutShort(start + end);
  if (bytes.length > start + end) {
    throw bad(`it has ${bytes.length} bytes where its header promises ${start + end}`);
  }

  const tensors = new Map<string, SafetensorsTensor>();
  for (const { name, dtype, shape, begin, end: stop } of places.sort((a, b) => byName(a.name, b.name))) {
    // Not slice(): that of a Buffer, which file reading gives, shares its memory.
    const raw = new Uint8Array(bytes.subarray(start + begin, start + stop));
    if (dtype === "BOOL" && raw.some((value) => value > 1)) {
      throw bad(`tensor ${JSON.stringify(name)} of type BOOL holds values other than 0 and 1`);
    }
    tensors.set(name, wrap(dtype, shape, raw));
  }
  return { tensors, metadata };
}

interface Place {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function parseHeader(header: Uint8Array, bad: (what: string) => CheckpointError): [string, unknown][] {
  let text: string;
  let parsed: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
    parsed = JSON.parse(text);
  } catch {
    throw bad("its header is not JSON");
  }
  if (!text.startsWith("{") || !isObject(parsed)) throw bad("its header is not a JSON object");
  const repeated = repeatedKey(text);
  if (repeated !== undefined) {
    throw bad(`its header has the name ${JSON.stringify(repeated)} twice`);
  }
  return Object.entries(parsed);
}

function readPlace(name: string, entry: unknown, bad: (what: string) => CheckpointError): Place {
  const label = `tensor ${JSON.stringify(name)}`;
  if (!isObject(entry)) throw bad(`${label} has no description`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !isDtype(dtype)) {
    throw bad(
      `${label} has the type ${JSON.stringify(dtype)} where ${Object.keys(elementBytes).join(", ")} can be read`,
    );
  }
  if (!isSizes(shape)) throw bad(`${label} has no valid shape`);
  if (!isSizes(offsets) || offsets.length !== 2) throw bad(`${label} has no valid data_offsets`);
  const count = elementCount(shape);
  if (count === undefined) {
    throw bad(`${label} has the impossible shape [${shape.join(", ")}]`);
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== count * elementBytes[dtype]) {
    throw bad(
      `${label} has ${end - begin} bytes where its shape [${shape.join(", ")}] of ${dtype} needs ${count * elementBytes[dtype]}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function wrap(dtype: Dtype, shape: readonly number[], raw: Uint8Array): SafetensorsTensor {
  const buffer = raw.buffer as ArrayBuffer;
  switch (dtype) {
    case "F32":
      return { dtype, shape, data: new Float32Array(buffer) };
    case "I32":
      return { dtype, shape, data: new Int32Array(buffer) };
    case "I64":
      return { dtype, shape, data: new BigInt64Array(buffer) };
    default:
      return { dtype, shape, data: raw };
  }
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
