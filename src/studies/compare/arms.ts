import type { AugmentationRecipe } from "../../augment/index.js";
import { type Encoder, readingCalled } from "../../encoders/index.js";
import { ConfigError } from "../../errors.js";
import { kindOf } from "../../kinds/index.js";
import { type Family, type Method, methods } from "../../methods/index.js";
import type { RunConfig } from "../../setup/index.js";

/** One of the things that are compared: a method, or a method with other views. */
export interface Arm {
  readonly name: string;
  readonly method: Method;
  /** Instead of the recipe of the data. */
  readonly augment?: AugmentationRecipe;
}

/** Families whose methods bring the embeddings of views together. */
const jointEmbedding: readonly Family[] = ["contrastive", "self-distillation", "clustering", "information"];

/** Every known method of the joint-embedding families that is not of texts alone, with its own defaults. */
export function jointEmbeddingMethods(): Method[] {
  return [...methods.values()]
    .filter(({ definition }) => definition.reads !== "tokens")
    .filter(({ definition }) => jointEmbedding.includes(definition.family))
    .map((factory) => factory());
}

/** One arm a method. @throws ConfigError when two have the same name */
export function methodArms(chosen: readonly Method[]): Arm[] {
  const twice = chosen.find(({ name }, i) => chosen.findIndex((other) => other.name === name) < i);
  if (twice !== undefined)
    throw new ConfigError(`The method ${twice.name} is given twice; name each method once.`, {
      method: twice.name,
    });
  return chosen.map((method) => ({ name: method.name, method }));
}

/**
 * The method with all augmentations of a recipe, without each of them, and with none. One that a recipe has several
 * times is numbered.
 */
export function leaveOneOutArms(method: Method, recipe: AugmentationRecipe): Arm[] {
  const without = recipe.map(({ name }, left) => {
    const isOfName = (part: { readonly name: string }) => part.name === name;
    const isOne = recipe.filter(isOfName).length === 1;
    return {
      name: `without ${name}${isOne ? "" : ` ${recipe.slice(0, left + 1).filter(isOfName).length}`}`,
      method,
      augment: recipe.filter((_, i) => i !== left),
    };
  });
  return [{ name: "all", method, augment: recipe }, ...without, { name: "none", method, augment: [] }];
}

/** Why an encoder and samples cannot carry a method, from the facts that it declares; null when they can. */
export function obstacle(method: Method, encoder: Encoder, { data }: Pick<RunConfig, "data">): string | null {
  const { reads, facts, called } = kindOf(data);
  if (method.reads !== undefined && method.reads !== reads)
    return `${method.name} is for ${readingCalled[method.reads]}, and these are ${called.many}`;
  const channels = facts(data).picture?.[0];
  if (method.tokens && !encoder.tokens)
    return `${method.name} needs patch tokens, and the encoder ${encoder.name} has none`;
  if (method.channels !== undefined && channels !== undefined && method.channels !== channels)
    return `${method.name} needs pictures of ${method.channels} ${method.channels === 1 ? "channel" : "channels"}, and these have ${channels}`;
  return null;
}
