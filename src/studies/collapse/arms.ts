import { nearestName } from "../../data/index.js";
import { ConfigError } from "../../errors.js";

/** One training: a method as it is, or with one ingredient taken away. */
export interface CollapseArm {
  /** Such as `simsiam` or `simsiam/stop-gradient`. */
  readonly name: string;
  readonly method: string;
  /** Of the method. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What was taken away; null for the method as it is. */
  readonly ingredient: string | null;
}

/** What is taken away from each method, and the options that do it. */
const ablations: readonly {
  readonly method: string;
  /** Options of all of its arms. */
  readonly options?: CollapseArm["options"];
  readonly without: Readonly<Record<string, CollapseArm["options"]>>;
}[] = [
  { method: "simclr", without: { negatives: { negatives: false } } },
  {
    method: "simsiam",
    without: { "stop-gradient": { stopGradient: false }, predictor: { predictor: false } },
  },
  { method: "byol", without: { predictor: { predictor: false }, momentum: { momentum: 0 } } },
  // Two large crops suffice here, and cost less.
  {
    method: "dino",
    options: { smallCrops: 0 },
    without: { centring: { centring: false }, sharpening: { sharpening: false } },
  },
  { method: "barlow-twins", without: { "redundancy term": { redundancyWeight: 0 } } },
  {
    method: "vicreg",
    without: { "variance term": { varianceWeight: 0 }, "covariance term": { covarianceWeight: 0 } },
  },
];

/** Every arm, each method's healthy one first. */
export const collapseArms: readonly CollapseArm[] = ablations.flatMap(({ method, options = {}, without }) => [
  { name: method, method, options, ingredient: null },
  ...Object.entries(without).map(([ingredient, ablation]) => ({
    name: `${method}/${ingredient.replace(" term", "")}`,
    method,
    options: { ...options, ...ablation },
    ingredient,
  })),
]);

/**
 * The arms that names ask for: `simsiam` is all of SimSiam's, `simsiam/predictor` that one and, to compare with, the
 * healthy one.
 * @throws ConfigError naming the first that there is not, or when no name is given
 */
export function chooseArms(asked: readonly string[] | undefined): CollapseArm[] {
  if (asked === undefined) return [...collapseArms];
  if (asked.length === 0)
    throw new ConfigError(
      "`arms` names nothing: give names of arms or methods with commas, or leave it out.",
    );
  for (const name of asked) {
    if (collapseArms.some((arm) => arm.name === name)) continue;
    const names = collapseArms.map((arm) => arm.name);
    const near = nearestName(name, names);
    throw new ConfigError(
      `There is no arm called ${name} in the study of collapse; there are ${names.join(", ")}.${near === null ? "" : ` Did you mean ${near}?`}`,
      { arm: name },
    );
  }
  return collapseArms.filter(
    ({ name, method, ingredient }) =>
      asked.includes(name) ||
      asked.includes(method) ||
      (ingredient === null && asked.some((other) => other.startsWith(`${method}/`))),
  );
}

/** As a person would call it: `SimSiam without the predictor`. */
export function armTitle(methodTitle: string, { ingredient }: Pick<CollapseArm, "ingredient">): string {
  return ingredient === null ? methodTitle : `${methodTitle} without the ${ingredient}`;
}
