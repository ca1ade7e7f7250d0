import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SkippedAt } from "./record-store.js";

/** A set of decoded pictures in the cache is two files: records and tables, and a sidecar that says what they are. */
export function entryFiles(folder: string, name: string) {
  return { records: join(folder, `${name}.bin`), sidecar: join(folder, `${name}.json`) };
}

/** The set that a file of the cache belongs to; null for any other file. */
export function entryNameOf(file: string): string | null {
  return /^([0-9a-f]{40})\.(?:bin|json)$/.exec(file)?.[1] ?? null;
}

const format = "unlabel-pictures-2";

/** What the sidecar says. */
export type EntryFacts = {
  readonly name: string;
  /** What a person calls the pictures: where they lie. */
  readonly of: string;
  /** Of every picture: [channels, height, width]. */
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly recordBytes: number;
  readonly records: number;
  /** Inputs that were looked at, each with a line in the table of inputs; 0 where that table tells none of them apart. */
  readonly inputs: number;
  /** Inputs that gave no record, and never will. */
  readonly skipped: readonly SkippedAt[];
  /** Inputs that gave none for a cause that may pass, such as a missing permission: worth another try. */
  readonly unread: readonly number[];
  /** How inputs were decoded, as the key says. */
  readonly decoding: string;
  /** SHA-256 of the tables behind the records: fingerprints, then inputs. */
  readonly tables: string;
  /** When it was made, as ISO text. */
  readonly made: string;
};

/** The text of a sidecar: it carries a digest of itself. */
export function encodeSidecar(facts: EntryFacts): string {
  return JSON.stringify({ ...facts, format, digest: digestOf({ ...facts, format }) });
}

/** What a sidecar says; null for one that is damaged, or that another version or program wrote. */
export function decodeSidecar(text: string, name: string): EntryFacts | null {
  try {
    const { digest, ...facts } = JSON.parse(text) as EntryFacts & { digest: string; format: string };
    // With the digest the rest is as it was written, so that it need not be looked at field by field.
    return digest === digestOf(facts) && facts.format === format && facts.name === name ? facts : null;
  } catch {
    return null;
  }
}

function digestOf(facts: object): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}
