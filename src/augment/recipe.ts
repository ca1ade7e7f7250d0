import * as z from "zod";
import { ConfigError, shorten } from "../errors.js";
import type { Augmentation } from "./augmentation.js";
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
 * @throws ConfigError for an unknown name, with the nearest known one, and for options that do not fit
 */
export function settleRecipe(recipe: AugmentationRecipe): Augmentation[] {
  return recipe.map(({ name, options }) => {
    const factory = augmentations.get(name);
    if (factory === undefined) {
      const names = [...augmentations.keys()];
      throw new ConfigError(
        `There is no augmentation called ${shorten(name)}; did you mean ${nearest(name, names)}? Known are ${names.join(", ")}.`,
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

const notAmong = (keys: readonly string[]) =>
  `there is no option ${keys.map((key) => shorten(key)).join(", ")}`;
