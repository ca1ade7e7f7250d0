import type * as z from "zod";
import { settleRecipe } from "../augment/index.js";
import { nearestName } from "../data/index.js";
import type { Encoder } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import type { Method } from "../methods/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { fieldFacts } from "./field-facts.js";
import { fromText } from "./from-text.js";
import type { Layer, Setting } from "./layer.js";
import { ownField } from "./own-field.js";
import { type PartKind, partKinds, runOptionNames, runOptions } from "./run-options.js";
import { settleEncoder, settleMethod, settleOptimizer } from "./settle-parts.js";
import { show, spellingLike } from "./spelling.js";

/** What `pretrain` takes, without what cannot be written down; `data` may still be missing. */
export type SettledOptions = Partial<Omit<PretrainOptions, "signal" | "onDecode">> & {
  readonly method?: Method;
  readonly encoder?: Encoder;
};

/**
 * Checks every setting and makes the method and encoder.
 * @throws ConfigError with all that is wrong at once, each with where it was said; `context.problems` by key.
 */
export function settle(layer: Layer): SettledOptions {
  const problems = new Map<string, string>();
  const settled: Record<string, unknown> = {};
  for (const [key, setting] of layer) {
    const [kind, option] = key.split(".", 2) as [string, string?];
    if (option !== undefined && partKinds.includes(kind as PartKind)) continue;
    const field = ownField(runOptions.shape, key);
    if (field === undefined) problems.set(key, unknownOption(key, setting));
    else if (!partKinds.includes(key as PartKind)) settled[key] = checked(key, setting, field, problems);
  }
  const method = settleMethod(layer, problems);
  const parts = {
    method,
    encoder: settleEncoder(layer, problems),
    ...settleOptimizer(layer, method?.recipe.optimizer, problems),
  };
  if (settled.epochs !== undefined && settled.steps !== undefined) {
    problems.set(
      "steps",
      `${layer.get("epochs")?.origin} and ${layer.get("steps")?.origin} exclude each other.`,
    );
  }
  refuse(problems);
  const { cache, ...options } = settled;
  return dropUndefined({ ...options, ...parts, cacheFolder: cache }) as SettledOptions;
}

/** @throws ConfigError with all problems, one a line where there are several. */
function refuse(problems: ReadonlyMap<string, string>): void {
  if (problems.size === 0) return;
  const lines = [...problems.values()];
  const message =
    lines.length === 1 ? lines.join() : [`${lines.length} settings cannot be used:`, ...lines].join("\n  ");
  throw new ConfigError(message, { problems: Object.fromEntries(problems) });
}

function checked(key: string, setting: Setting, field: z.ZodType, problems: Map<string, string>): unknown {
  const value = setting.isText ? fromText(String(setting.value), field) : setting.value;
  const result = field.safeParse(key === "augment" ? entries(value) : value);
  if (!result.success) {
    problems.set(key, `${setting.origin} takes ${fieldFacts(field).takes}, but got ${show(value)}.`);
  } else if (key === "augment") {
    try {
      settleRecipe(result.data as Parameters<typeof settleRecipe>[0]);
    } catch (error) {
      problems.set(key, `${setting.origin}: ${(error as Error).message}`);
    }
  }
  return result.data;
}

/** Augmentations may be bare names. */
function entries(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map((entry) => (typeof entry === "string" ? { name: entry } : entry))
    : value;
}

function unknownOption(key: string, { origin }: Setting): string {
  const near = nearestName(key, runOptionNames);
  return near === null
    ? `${origin} is none of the options of \`pretrain\`.`
    : `${origin} is no option; did you mean ${spellingLike(origin)(near)}?`;
}

function dropUndefined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
