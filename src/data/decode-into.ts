import { availableParallelism } from "node:os";
import type { CacheKey } from "./cache-key.js";
import type { Decoded } from "./decode-file.js";
import type { PictureTarget } from "./decode-picture.js";
import type { ImageSettings } from "./image-options.js";
import type { KnownRecords } from "./known-records.js";
import { orderedMap } from "./ordered-map.js";
import type { LeftOut, RecordWriter, SkippedAt } from "./record-store.js";

/** What is to be decoded. */
export type Inputs = {
  /** What a person calls them: where they lie. */
  readonly name: string;
  readonly length: number;
  /** What each becomes: one record of every form. */
  readonly forms: readonly Form[];
  /** Decodes all in order, or each by its position, once for the given forms. */
  readonly decode:
    | { readonly all: (forms: readonly Form[]) => AsyncIterable<Decoded> }
    | { readonly one: (position: number, forms: readonly Form[]) => Promise<Decoded> };
  /** Called once for each input that is left out, in order; may throw to stop. */
  readonly onSkip: (position: number, reason: string) => void;
};

/** A kind of record that inputs are decoded to (`formOf`). */
export type Form = {
  readonly target: PictureTarget;
  /** Of every picture: [channels, height, width]. */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly recordBytes: number;
  /** Names the inputs as they are now, and how they are decoded; not asked for where nothing is kept. */
  readonly key: () => Promise<CacheKey>;
};

/** The records of a form, and what they are of. */
export type FormSet = Form & Pick<Inputs, "name" | "length">;

/** Records of a form that are being made. */
export type Filling = {
  readonly form: Form;
  readonly writer: RecordWriter;
  /** Records that need no decoding. */
  readonly known: KnownRecords;
};

/** Inputs that gave no record. */
export type WithoutRecord = {
  /** What the writers want to know of them. */
  readonly left: LeftOut;
  /** Each with its reason. */
  readonly skipped: readonly SkippedAt[];
};

/** Decodes all inputs, each once, a few at a time, in order; records that are known are taken as they are. */
export async function decodeInto(
  fillings: readonly Filling[],
  inputs: Inputs,
  { onProgress, signal }: Pick<ImageSettings, "onProgress" | "signal">,
): Promise<WithoutRecord> {
  const { length, decode, onSkip } = inputs;
  const skipped: SkippedAt[] = [];
  const lasting: SkippedAt[] = [];
  const unread: number[] = [];
  const forms = fillings.map(({ form }) => form);
  let done = 0;
  for await (const result of "all" in decode ? decode.all(forms) : each(length, decode.one, fillings)) {
    signal?.throwIfAborted();
    if ("records" in result)
      for (const [i, { writer }] of fillings.entries()) await writer.append(result.records[i]!);
    else {
      skipped.push([done, result.reason]);
      if (result.mayPass === true) unread.push(done);
      else lasting.push([done, result.reason]);
      onSkip(done, result.reason);
    }
    done++;
    onProgress?.({ done, total: length, skipped: skipped.length });
  }
  return { left: { skipped: lasting, unread }, skipped };
}

function each(
  length: number,
  decodeOne: (position: number, forms: readonly Form[]) => Promise<Decoded>,
  fillings: readonly Filling[],
): AsyncIterable<Decoded> {
  return orderedMap(Array(length).keys(), atOnce(), async (position) => {
    const found = await Promise.all(fillings.map(({ known }) => known.at(position)));
    const missing = fillings.flatMap(({ form }, i) => (found[i] === null ? [form] : []));
    if (missing.length === 0) return { records: found as Uint8Array[] };
    const result = await decodeOne(position, missing);
    if (!("records" in result)) return result;
    const decoded = result.records.values();
    return { records: found.map((record) => record ?? decoded.next().value!) };
  });
}

/** How many inputs are decoded at once. */
export function atOnce(): number {
  return 2 * availableParallelism() + 2;
}
