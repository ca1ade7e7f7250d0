import { availableParallelism } from "node:os";
import type { Decoded } from "./decode-file.js";
import type { ImageSettings } from "./image-options.js";
import type { KnownRecords } from "./known-records.js";
import { orderedMap } from "./ordered-map.js";
import type { LeftOut, RecordWriter, SkippedAt } from "./record-store.js";

/** What is to be decoded. */
export type Inputs = {
  /** What a person calls them: where they lie. */
  readonly name: string;
  /** Of every picture: [channels, height, width]. */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly recordBytes: number;
  readonly length: number;
  /** Decodes all in order, or each by its position. */
  readonly decode:
    | { readonly all: () => AsyncIterable<Decoded> }
    | { readonly one: (position: number) => Promise<Decoded> };
  /** Called once for each input that is left out, in order; may throw to stop. */
  readonly onSkip: (position: number, reason: string) => void;
};

/**
 * Decodes all inputs, a few at a time, in order; those that are known are taken as they are.
 *
 * @returns inputs that gave no record: what the writer wants to know of them, and each with its reason
 */
export async function decodeInto(
  writer: RecordWriter,
  { length, decode, onSkip }: Inputs,
  known: KnownRecords,
  { onProgress, signal }: Pick<ImageSettings, "onProgress" | "signal">,
): Promise<{ readonly left: LeftOut; readonly skipped: readonly SkippedAt[] }> {
  const skipped: SkippedAt[] = [];
  const lasting: SkippedAt[] = [];
  const unread: number[] = [];
  let done = 0;
  for await (const result of "all" in decode ? decode.all() : each(length, decode.one, known)) {
    signal?.throwIfAborted();
    if ("record" in result) await writer.append(result.record);
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
  decodeOne: (position: number) => Promise<Decoded>,
  known: KnownRecords,
): AsyncIterable<Decoded> {
  return orderedMap(Array(length).keys(), 2 * availableParallelism() + 2, async (position) => {
    const record = await known.at(position);
    return record === null ? decodeOne(position) : { record };
  });
}
