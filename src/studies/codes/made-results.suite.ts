import { codeArms, pixelsName } from "./code-arms.js";
import type { CodeResult } from "./code-result.js";

/** Every arm with the same accuracies, but for what is said. */
export function madeResults(
  seeds: readonly number[],
  said: Readonly<Record<string, Partial<CodeResult>>> = {},
): CodeResult[] {
  const made = (name: string, seed: number): CodeResult => ({
    ...{ name, seed, loss: 1, error: null, knn: 0.8, probe: 0.8, codeProbe: null, of: 2000 },
    ...{ auroc: {}, facts: {}, seconds: 1 },
    ...said[name],
  });
  return [pixelsName, ...codeArms.map(({ name }) => name)].flatMap((name) =>
    seeds.map((seed) => made(name, seed)),
  );
}
