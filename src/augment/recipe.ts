import * as z from "zod";
import { ConfigError, shorten } from "../errors.js";
import { type Augmentation, type Readable, readsOf } from "./augmentation.js";
import { nearest } from "./nearest.js";
import { augmentations } from "./registry.js";

/** One augmentation by name, with the options that differ from its own defaults. */
export const recipeEntrySchema = z.strictObject({
  name: z.string().describe("Name of an augmentation."),
  options: z.record(z.string(), z.unknown()).default({}).describe("Its options."),
});

/** How views are made: plain data that can be printed, saved and written by hand. */
export const recipeSchema = z.array(recipeEntrySchema).readonly();

export type AugmentationRecipe = readonly {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}[];

/**
 * The augmentations of a recipe with all options settled.
 *
 * @param reads what is augmented, where that is known
 * @throws ConfigError for an unknown name, with the nearest known one, for options that do not fit, and for an augmentation
 * of something else than what is augmented
 */
export function settleRecipe(recipe: AugmentationRecipe, reads?: Readable): Augmentation[] {
  return recipe.map(({ name, options }) => {
    const factory = augmentations.get(name);
    const names = namesFor(reads);
    if (factory === undefined) {
      throw new ConfigError(
        `There is no augmentation called ${shorten(name)}; did you mean ${nearest(name, names)}? Known are ${names.join(", ")}.`,
        { name, known: names },
      );
    }
    if (!names.includes(name)) {
      throw new ConfigError(
        `The augmentation ${name} changes ${readsOf(factory.definition.kind)}, and these samples are ${reads}: leave it out of \`augment\`, or take ${names.join(", ")}.`,
        { name, known: names },
      );
    }
    const parsed = factory.definition.options.safeParse(options ?? {});
    if (!parsed.success) {
      const issues = parsed.error.issues.map((issue) =>
        [...issue.path, issue.code === "unrecognized_keys" ? notAmong(issue.keys) : issue.message].join(": "),
      );
      throw new ConfigError(`The options of ${name} do not fit: ${issues.join("; ")}.`, { name, issues });
    }
    return factory(parsed.data);
  });
}

/** Names of the augmentations of something; of all where it is not known. */
const namesFor = (reads?: Readable) =>
  [...augmentations].flatMap(([name, { definition }]) =>
    reads === undefined || readsOf(definition.kind) === reads ? [name] : [],
  );

const notAmong = (keys: readonly string[]) =>
  `there is no option ${keys.map((key) => shorten(key)).join(", ")}`;
