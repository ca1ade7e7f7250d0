import type { Random } from "./random.js";

/** What a sound input looks like; mutations begin here. */
export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What becomes of it as it is; accepted, unless it says so. */
  readonly refused?: boolean;
  /** What mutators may take it for: any bytes, a text, or JSON (JSON lines too). */
  readonly form: "bytes" | "text" | "json";
  /** What is done to the mutated bytes before they are read: packing them, or sealing a header again. */
  readonly wrap?: (bytes: Uint8Array) => Uint8Array;
}

/** A parser of the package, ready to read inputs one after the other. */
export interface Reader {
  readonly samples: readonly Sample[];
  /**
   * Reads an input and looks at what came: returns when it was accepted with right values, throws the package's own error
   * where that refused it, and a Fault (or anything else that was thrown) where the package is wrong.
   */
  read(input: Uint8Array, sample: Sample, random: Random): Promise<void>;
  /** Another way to make inputs than by all mutators. */
  readonly mutate?: (sample: Sample, random: Random) => Uint8Array;
}

/** One parser to try. */
export interface Parser {
  readonly name: string;
  /** What it reads, in a few words. */
  readonly reads: string;
  /** Ending of the files that failing inputs are written to. */
  readonly ending: string;
  /** Words that its reader knows. */
  readonly words: readonly string[];
  /** Whether messages quote what inputs throw: texts that are not the package's own. */
  readonly quotes?: boolean;
  /** How many times as long as an array in memory an input takes, roughly. */
  readonly cost?: number;
  /** Makes sound inputs. @param folder its own, empty; removed afterwards */
  prepare(folder: string): Promise<Reader>;
}

/** The package accepted what it should not, or gave other values than are there, or damaged something. */
export class Fault extends Error {
  override readonly name = "Fault";
}

/** Throws a Fault unless it holds. */
export function expectThat(holds: boolean, otherwise: string): void {
  if (!holds) throw new Fault(otherwise);
}
