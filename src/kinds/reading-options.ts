import * as z from "zod";
import { anyOptions } from "./any-options.js";
import { option } from "./option.js";
import { allKinds, type OwnOptions } from "./registry.js";

type Name = (typeof allKinds)[number]["name"];
const kindOption = option(
  z.enum(allKinds.map(({ name }) => name) as [Name, ...Name[]]),
  "name",
  "what the data are (default: what they look like)",
);

const ownOptions = Object.assign({}, ...allKinds.map(({ options }) => options)) as OwnOptions;

/**
 * What a person may say about how samples are read, of any kind and of each. This schema is the one place of such an option: flags, `UNLABEL_*`
 * variables, configuration files, the library's types and what reads the data take it from here.
 */
export const readingOptions = z.strictObject({ kind: kindOption, ...ownOptions, ...anyOptions }).partial();

export type ReadingOptions = Readonly<z.input<typeof readingOptions>>;

/** Names of all of them, in the order of the schema. */
export const readingOptionNames = Object.keys(readingOptions.shape) as readonly (keyof ReadingOptions)[];

/** Those of some options that say how samples are read; what was not said is left out. */
export function readingOf(options: ReadingOptions): ReadingOptions {
  return Object.fromEntries(
    readingOptionNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}
