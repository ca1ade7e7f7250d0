import { ConfigError } from "../errors.js";
import type { Method } from "../methods/index.js";
import type { Positives } from "../setup/index.js";
import type { PretrainOptions } from "./pretrain-options.js";

/**
 * Settles what was said about positives.
 * @throws ConfigError when two options exclude each other, one is missing, or the method has no second view
 */
export function settlePositives(
  { positives, pair, timeWindow }: Pick<PretrainOptions, "positives" | "pair" | "timeWindow">,
  method: Method,
): Positives {
  const kind = positives ?? (pair === undefined ? "augmentation" : "paired");
  if (pair !== undefined && kind !== "paired") {
    throw new ConfigError(
      `\`pair: ${JSON.stringify(pair)}\` takes positives from a second source, but \`positives: ${JSON.stringify(kind)}\` was given too. Leave one of them out.`,
      { positives: kind, pair },
    );
  }
  if (timeWindow !== undefined && kind !== "time") {
    throw new ConfigError(
      `\`timeWindow\` is for positives by time, but these come from ${kind}. Give \`positives: "time"\`, or leave it out.`,
      { positives: kind, timeWindow },
    );
  }
  if (kind === "augmentation") return { kind };
  const views = method.views[0]?.count ?? 0;
  if (views < 2) {
    throw new ConfigError(
      `Positives by ${kind} are the second view of a sample, but the method ${method.name} has ${views === 1 ? "one view" : "no views"}. Use a method with two, such as simclr, other options of ${method.name}, or leave \`${pair === undefined ? "positives" : "pair"}\` out.`,
      { positives: kind, method: method.name },
    );
  }
  if (kind === "class") return { kind };
  if (kind === "time") return { kind, window: timeWindow ?? 1 };
  if (pair !== undefined) return { kind, path: pair };
  throw new ConfigError(
    '`positives: "paired"` needs a second source with the same file names: give its folder with `pair`.',
    { positives: kind },
  );
}
