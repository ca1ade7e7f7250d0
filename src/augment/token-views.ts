import type { Key } from "../random/index.js";
import type { Tensor } from "../tensor/index.js";
import { drawAll } from "./draw-all.js";
import { type AugmentationRecipe, settleRecipe } from "./recipe.js";
import type { TokenFacts } from "./token-facts.js";
import { atStrength, type ViewRequest } from "./views.js";

/**
 * One augmented view of each text: tokens int32 `[N, T]`, -1 where there is none, to the same shape. Augmentations are
 * applied in the recipe's order; every text has its own draws, and the same key, seed and step give the same view. An
 * empty recipe gives the texts themselves.
 *
 * @throws ConfigError when the recipe has unknown names or options, or augmentations of something else than tokens
 */
export function tokenView(tokens: Tensor, key: Key, recipe: AugmentationRecipe, facts: TokenFacts): Tensor {
  const augmentations = settleRecipe(recipe, "tokens");
  const drawn = drawAll(augmentations, key, tokens.shape[0] ?? 0);
  return augmentations.reduce(
    (x, augmentation, i) =>
      augmentation.kind === "token" ? augmentation.apply(x, drawn[i]!, key.child(`${i}`), facts) : x,
    tokens,
  );
}

/**
 * All views of a batch of texts, group after group, each `[N, T]`: `views` for tokens. A group's scale and area are of
 * pictures; texts are cropped as the recipe says.
 *
 * @param recipe what "full" means
 */
export function tokenViews(
  tokens: Tensor,
  key: Key,
  recipe: AugmentationRecipe,
  groups: readonly ViewRequest[],
  facts: TokenFacts,
): Tensor[] {
  return groups.flatMap(({ count, strength = "full" }, group) =>
    Array.from({ length: count }, (_, i) =>
      tokenView(tokens, key.child(`group${group}/view${i}`), atStrength(recipe, strength), facts),
    ),
  );
}
