import type { ArmResult } from "./arm-scores.js";
import type { Lab } from "./lab.js";
import { shortcutOptions } from "./shortcut-options.js";

/** Every arm of a lab with every score 0.5, but for what is said. */
export function madeResults(
  lab: Lab,
  seeds: readonly number[],
  said: Readonly<Record<string, Readonly<Record<string, number>>>> = {},
): ArmResult[] {
  return lab.arms(shortcutOptions.parse({})).flatMap(({ name, trainedOn, pretextOn, probe }) =>
    seeds.map((seed) => {
      const scores = [...Object.keys(pretextOn), ...Object.keys(probe.on)].map(
        (score) => [score, { value: said[name]?.[score] ?? 0.5, of: 2000 }] as const,
      );
      return {
        ...{ name, seed, loss: trainedOn === null ? null : 1, seconds: 1 },
        scores: Object.fromEntries(scores),
      };
    }),
  );
}
