import type { Encoder } from "../../encoders/index.js";
import { ConfigError } from "../../errors.js";
import type { Method } from "../../methods/index.js";
import type { RunConfig } from "../../setup/index.js";
import { type Arm, jointEmbeddingMethods, leaveOneOutArms, methodArms, obstacle } from "./arms.js";
import type { CompareOptions } from "./compare-options.js";
import type { PlannedArm } from "./plan.js";

/**
 * The arms that were asked for, as far as encoder and pictures can carry them.
 * @param notes takes what of all methods is left out
 * @throws ConfigError when nothing can be compared, or a method that was asked for cannot be carried
 */
export function settleArms(
  { methods: chosen = [], all = chosen.length === 0, leaveOutAugmentations = false }: CompareOptions,
  encoder: Encoder,
  config: RunConfig,
  notes: string[],
): Arm[] {
  const reason = (method: Method) => obstacle(method, encoder, config);
  const impossible = chosen.find((method) => reason(method) !== null);
  if (impossible !== undefined) {
    const isTokens = impossible.tokens && !encoder.tokens;
    const way = isTokens ? "choose another `encoder`, or leave it out" : "leave it out";
    throw new ConfigError(`${reason(impossible)}: ${way}.`, { method: impossible.name });
  }
  if (leaveOutAugmentations) {
    const [method] = chosen;
    if (method === undefined || chosen.length > 1 || all)
      throw new ConfigError(
        "Leaving out augmentations (`leaveOutAugmentations`) takes one method: name one with `methods`.",
      );
    return leaveOneOutArms(method, config.augment);
  }
  const named = new Set(chosen.map(({ name }) => name));
  const others = all
    ? jointEmbeddingMethods().filter(
        ({ name, reads }) => !named.has(name) && (reads ?? encoder.reads) === encoder.reads,
      )
    : [];
  for (const method of others) {
    const found = reason(method);
    if (found !== null) notes.push(`Left out: ${found}.`);
  }
  const carried = [...chosen, ...others.filter((method) => reason(method) === null)];
  if (carried.length === 0)
    throw new ConfigError(
      "There is nothing to compare: name methods with `methods`, or leave it out to compare all.",
    );
  return methodArms(carried);
}

/** An arm as the plan keeps it, before its step was measured. */
export function asPlanned({ name, method, augment }: Arm): PlannedArm {
  return JSON.parse(
    JSON.stringify({
      name,
      method: { name: method.name, options: method.options },
      recipe: { ...method.recipe },
      augment: augment?.map(({ name: part, options: own = {} }) => ({ name: part, options: own })) ?? null,
      labels: method.labels,
      measured: null,
      steps: null,
    } satisfies PlannedArm),
  ) as PlannedArm;
}
