import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SkippedAt } from "./record-store.js";

/** A set in the cache is two files: what is kept, with tables behind it, and a sidecar that says what it is. */
export function entryFiles(folder: string, name: string) {
  return { records: join(folder, `${name}.bin`), sidecar: join(folder, `${name}.json`) };
}

/** The set that a file of the cache belongs to; null for any other file. */
export function entryNameOf(file: string): string | null {
  return /^([0-9a-f]{40})\.(?:bin|json)$/.exec(file)?.[1] ?? null;
}

/** What the sidecar of decoded pictures says. */
export type PictureSetFacts = {
  readonly format: "unlabel-pictures-2";
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

/** What the sidecar of bytes in blocks says: what is made of texts. */
export type BlockSetFacts = {
  readonly format: "unlabel-blocks-1";
  readonly name: string;
  /** What a person calls what they are made of. */
  readonly of: string;
  /** What they are, in a word or two. */
  readonly holds: string;
  /** In front of the table. */
  readonly bytes: number;
  /** What is known of them: plain data. */
  readonly told: unknown;
  /** SHA-256 of the table behind the bytes: a fingerprint a block. */
  readonly table: string;
  /** When they were made, as ISO text. */
  readonly made: string;
};

/** What a sidecar says. */
export type EntryFacts = PictureSetFacts | BlockSetFacts;

const formats: ReadonlySet<string> = new Set<EntryFacts["format"]>([
  "unlabel-pictures-2",
  "unlabel-blocks-1",
]);

/** The text of a sidecar: it carries a digest of itself. */
export function encodeSidecar(facts: EntryFacts): string {
  return JSON.stringify({ ...facts, digest: digestOf(facts) });
}

/** What a sidecar says; null for one that is damaged, or that another version or program wrote. */
export function decodeSidecar(text: string, name: string): EntryFacts | null {
  try {
    const { digest, ...facts } = JSON.parse(text) as EntryFacts & { digest: string };
    // With the digest the rest is as it was written, so that it need not be looked at field by field.
    return digest === digestOf(facts) && formats.has(facts.format) && facts.name === name ? facts : null;
  } catch {
    return null;
  }
}

function digestOf(facts: object): string {
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}
