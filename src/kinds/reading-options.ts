import * as z from "zod";
import { option } from "./option.js";
import { allKinds } from "./registry.js";

/** What may be said of samples of any kind. */
const anyOptions = {
  split: option(z.enum(["train", "test", "all"]), "part", "part of data that comes in parts"),
  limit: option(z.int().min(1), "n", "use at most this many samples"),
  /** Where labels are: "auto", "folders", "parent", "none" or the path of a CSV. */
  labels: option(z.string().min(1), "where", "auto, folders, parent, none, or a CSV file (default: auto)"),
  labelColumn: option(z.string().min(1), "name", "column of the CSV that holds the label"),
} as const;

type OwnOptions = (typeof allKinds)[number]["options"];
type Together<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

const ownOptions = Object.assign({}, ...allKinds.map(({ options }) => options)) as Together<OwnOptions>;

/**
 * What a person may say about how samples are read, of any kind and of each. This schema is the one place of such an option: flags, `UNLABEL_*`
 * variables, configuration files, the library's types and what reads the data take it from here.
 */
export const readingOptions = z.strictObject({ ...ownOptions, ...anyOptions }).partial();

export type ReadingOptions = Readonly<z.input<typeof readingOptions>>;

/** Names of all of them, in the order of the schema. */
export const readingOptionNames = Object.keys(readingOptions.shape) as readonly (keyof ReadingOptions)[];

/** Those of some options that say how samples are read; what was not said is left out. */
export function readingOf(options: ReadingOptions): ReadingOptions {
  return Object.fromEntries(
    readingOptionNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}
