import { ConfigError } from "../errors.js";
import { addAll, concat, mul, type Tensor } from "../tensor/index.js";
import type { Coupling } from "./coupling.js";
import type { Method } from "./method.js";
import { type Recipe, recipeRate } from "./recipe.js";
import type {
  ModelContext,
  PictureContext,
  Reconstruction,
  StepContext,
  StepResult,
  ViewGroup,
} from "./step.js";

/** One of several methods that train an encoder together. */
export interface Member {
  /** Where its parameters live, and what its metrics begin with. */
  readonly name: string;
  /** What its loss is multiplied by. */
  readonly weight: number;
  readonly method: Method;
}

/** The views of all members, one member's after another's. */
export function mixedViews(members: readonly Member[]): ViewGroup[] {
  return members.flatMap(({ method }) => method.views);
}

/** As many samples as the member trains on that takes fewest. */
export function mixedSamples(members: readonly Member[]): number | undefined {
  const most = Math.min(...members.map(({ method }) => method.mostSamples ?? Number.POSITIVE_INFINITY));
  return Number.isFinite(most) ? most : undefined;
}

/** Where any member mixes the samples of a batch; one that does not say may do so in its loss. */
export function mixedCouplings(members: readonly Member[]): Coupling[] {
  return [...new Set<Coupling>(members.flatMap(({ method: { couples = ["loss"] } }) => couples))];
}

/** The smallest batch, the smallest learning rate for it and the most epochs that a member suggests. */
export function mixedRecipe(members: readonly Member[]): Partial<Recipe> {
  const recipes = members.map(({ method }) => method.recipe);
  const batchSize = Math.min(...recipes.map((recipe) => recipe.batchSize));
  return {
    batchSize,
    learningRate: Math.min(...recipes.map((recipe) => recipeRate(recipe, batchSize))),
    epochs: Math.max(...recipes.map(({ epochs }) => epochs)),
  };
}

/**
 * One step of all members on one encoder: the weighted sum of their losses, everybody's embeddings, and as metrics
 * their own ones and their losses before weighting, such as `jigsawAccuracy` and `jigsawLoss`.
 * @throws ConfigError for a member with parameter groups, whose losses have no sum, and for an encoder whose embeddings
 * of their views, which differ in size, differ in length
 */
export function mixedStep(members: readonly Member[], { views, ...context }: StepContext): StepResult {
  let next = 0;
  const results = members.map(({ name, method, weight }) => {
    const count = method.views.reduce((sum, group) => sum + group.count, 0);
    const own = views.slice(next, next + count);
    next += count;
    const { loss, embedding, metrics = {} } = method.step({ ...inside(context, name), views: own });
    if (!("shape" in loss)) {
      throw new ConfigError(
        `${method.name} trains several groups of parameters against each other and cannot be one of several tasks: leave it out.`,
      );
    }
    return { name, weight, loss: loss as Tensor, embedding, metrics };
  });
  refuseUnequalLengths(results);
  return {
    loss: addAll(results.map(({ loss, weight }) => mul(loss, weight))),
    embedding: concat(results.map(({ embedding }) => embedding)),
    metrics: Object.fromEntries(
      results.flatMap(({ name, loss, metrics }) =>
        Object.entries({ loss, ...metrics }).map(([key, value]) => [`${name}${capitalised(key)}`, value]),
      ),
    ),
  };
}

function refuseUnequalLengths(
  results: readonly { readonly name: string; readonly embedding: Tensor }[],
): void {
  const lengths = results.map(({ embedding }) => embedding.shape[1]);
  if (new Set(lengths).size < 2) return;
  const each = results.map(({ name }, i) => `${lengths[i]} for ${name}`).join(", ");
  throw new ConfigError(
    `Several tasks on one encoder need embeddings of one length, and this encoder's length goes with the size of what it sees: ${each}. Choose another, such as resnet or convnet in its usual form, or a single task.`,
    { each },
  );
}

/** What every member that draws makes of pictures. */
export function mixedReconstruction(members: readonly Member[], context: PictureContext): Reconstruction {
  const panels = members.flatMap(({ name, method }) =>
    Object.entries(method.reconstruct?.(inside(context, name)).panels ?? {}),
  );
  return { panels: Object.fromEntries(panels) };
}

/** The same model, with a place of the member's own for what is not the encoder's. */
function inside<Context extends ModelContext>(context: Context, name: string): Context {
  const { scope, teacher } = context;
  return {
    ...context,
    scope: scope.child(name),
    teacher: { ...teacher, scope: teacher.scope.child(name) },
  };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
