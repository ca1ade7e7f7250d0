import { shorten } from "../errors.js";
import type { Layer, Setting } from "./layer.js";
import { partKinds, runOptionNames } from "./run-options.js";
import { camelCase, variableOf } from "./spelling.js";

/** Variables with the same prefix that are not options of a run; the last is for `npm run bench -- --peer`. */
const otherVariables = new Set(["UNLABEL_CACHE_LIMIT", "UNLABEL_CONFIG", "UNLABEL_DEMO", "UNLABEL_PYTHON"]);

/**
 * Settings from `UNLABEL_*`: `UNLABEL_BATCH_SIZE` is `batchSize`, `UNLABEL_METHOD_TEMPERATURE` is
 * `method.temperature`. Empty ones count as unset. Names that are no option are kept, for settling to refuse.
 */
export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): Layer {
  const known = new Map(runOptionNames.map((name) => [variableOf(name), name as string]));
  const layer = new Map<string, Setting>();
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith("UNLABEL_") || otherVariables.has(variable) || !value) continue;
    layer.set(known.get(variable) ?? keyOf(variable), { value, origin: shorten(variable), isText: true });
  }
  return layer;
}

function keyOf(variable: string): string {
  const words = variable.slice("UNLABEL_".length);
  const kind = partKinds.find((part) => words.startsWith(`${part.toUpperCase()}_`));
  return kind === undefined ? camelCase(words) : `${kind}.${camelCase(words.slice(kind.length + 1))}`;
}
