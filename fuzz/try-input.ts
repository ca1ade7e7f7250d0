import { UnlabelError } from "unlabel";
import { mutate } from "./mutators/mutate.js";
import { Fault, type Parser, type Reader, type Sample } from "./parser.js";
import { randomOf } from "./random.js";

/** What became of an input. */
export type Outcome =
  | { readonly kind: "accepted" | "refused" }
  | { readonly kind: "failure"; readonly why: string };

/** One mutated input: the same for the same seed, parser and number, whatever came before. */
export interface Input {
  readonly sample: Sample;
  readonly bytes: Uint8Array;
  try(): Promise<Outcome>;
}

export function makeInput(parser: Parser, reader: Reader, seed: number, number: number): Input {
  const random = randomOf(seed, parser.name, number);
  const sample = random.pick(reader.samples);
  const bytes = reader.mutate?.(sample, random) ?? mutate(sample, random, parser.words, reader.samples);
  const read = async (): Promise<Outcome> => {
    try {
      await reader.read(bytes, sample, random);
      return pollution() ?? { kind: "accepted" };
    } catch (error) {
      return pollution() ?? judge(error, parser.quotes === true);
    }
  };
  return { sample, bytes, try: read };
}

/** Names that every object has since this module was loaded. */
const inherited = Object.getOwnPropertyNames(Object.prototype).join();

function pollution(): Outcome | null {
  if (Object.getOwnPropertyNames(Object.prototype).join() === inherited) return null;
  return { kind: "failure", why: "every object has gained or lost a property" };
}

function judge(error: unknown, quotes: boolean): Outcome {
  if (error instanceof Fault) return { kind: "failure", why: error.message };
  if (!(error instanceof UnlabelError))
    return { kind: "failure", why: `raw error: ${error instanceof Error ? error.stack : String(error)}` };
  const odd = oddnessOf(error.message, quotes);
  return odd === null
    ? { kind: "refused" }
    : { kind: "failure", why: `refused with a message that ${odd}: ${error.message.slice(0, 600)}` };
}

/** Texts that stand for what a person should never read. */
const raw = /\[object |\bundefined\b|Cannot read propert|is not a function|is not iterable|node:internal/;

function oddnessOf(message: string, quotes: boolean): string | null {
  if (message.trim() === "") return "is empty";
  if (message.length > 4000) return `has ${message.length} characters`;
  if (!quotes && raw.test(message)) return "holds the program's own words";
  return /[.?!)]$/.test(message.trimEnd()) ? null : "is no sentence";
}
