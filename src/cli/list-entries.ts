import type * as z from "zod";
import { augmentations } from "../augment/index.js";
import { fieldFacts } from "../config/index.js";
import { namedData, nearestName } from "../data/index.js";
import { encoders } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import { methods, type Taxonomy } from "../methods/index.js";
import { optimizers } from "../optim/index.js";
import { studies } from "../studies/index.js";

/** One option of something that can be called by name. */
export interface OptionFacts {
  readonly option: string;
  readonly takes: string;
  /** The default; undefined where it depends on something else. */
  readonly preset: unknown;
  readonly description: string;
}

/** Something that can be called by name. */
export interface Entry {
  readonly name: string;
  readonly title: string;
  readonly family?: string | undefined;
  readonly paper?: string | undefined;
  /** For methods: what they learn from, by the three ways; null where it is not self-supervision. */
  readonly taxonomy?: Taxonomy | null;
  /** For methods: what they need beyond samples. */
  readonly needs?: readonly string[];
  /** For methods: the commands that draw or write with them. */
  readonly commands?: readonly string[];
  /** For methods: cost of a step relative to SimCLR's; null where it cannot be traced. */
  readonly cost?: number | null;
  readonly options: readonly OptionFacts[];
}

interface Definition {
  readonly name: string;
  readonly title: string;
  readonly family?: string;
  readonly kind?: string;
  readonly paper?: string;
  readonly options: z.ZodObject;
}

/** What can be listed; everything comes from the definitions. */
export const listable: Readonly<Record<string, () => readonly Entry[]>> = {
  methods: () => defined(methods),
  encoders: () => defined(encoders),
  augmentations: () => defined(augmentations),
  optimizers: () => defined(optimizers),
  studies: () => defined(studies),
  data: dataEntries,
};

/** @throws ConfigError for a name that none has */
export function entryNamed(kind: string, name: string, entries: readonly Entry[]): Entry {
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const names = entries.map((entry) => entry.name);
  const near = nearestName(name, names);
  throw new ConfigError(
    `There is no ${name} among the ${kind}; there are ${names.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`,
    { name },
  );
}

function defined(factories: ReadonlyMap<string, { readonly definition: Definition }>): Entry[] {
  return [...factories.values()].map(({ definition: { name, title, family, kind, paper, options } }) => ({
    name,
    title,
    family: family ?? kind,
    paper,
    options: Object.entries(options.shape).map(([option, field]) => {
      const { takes, preset, description } = fieldFacts(field as z.ZodType);
      return { option, takes, preset, description };
    }),
  }));
}

function dataEntries(): Entry[] {
  return [
    ...namedData.map((name) => ({ name, title: "pictures from an installed package, by name", options: [] })),
    {
      name: "FOLDER",
      title: "pictures of any depth: jpg, png, webp, avif, gif, tiff; labels from folders or a CSV",
      options: [],
    },
    {
      name: "FILE",
      title: "pictures in an IDX file, gzipped or not; labels from the file beside it",
      options: [],
    },
  ];
}
