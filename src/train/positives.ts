import {
  alignedPartners,
  classPartners,
  type ImageSource,
  type Partners,
  timePartners,
} from "../data/index.js";
import { ConfigError } from "../errors.js";
import type { Method } from "../methods/index.js";
import { type Positives, positivesOf } from "./positives-config.js";
import type { PretrainOptions } from "./pretrain-options.js";
import { type ViewArrays, type ViewNeeds, viewSource } from "./view-inputs.js";

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

/** Whether training reads labels: for the method's loss, or to find positives. */
export function readsLabels(
  config: { readonly positives?: Positives | undefined },
  { labels }: Pick<Method, "labels">,
): boolean {
  return labels || positivesOf(config).kind === "class";
}

/** Whether a step is fed labels: for the method's loss, or so that it pushes apart no two samples of a class. */
export function feedsLabels(
  config: { readonly positives?: Positives | undefined },
  { labels, pushesApart }: Pick<Method, "labels" | "pushesApart">,
): boolean {
  return labels || (pushesApart && positivesOf(config).kind === "class");
}

/**
 * Who the partner of each training sample is, read as views need it; undefined where views of the sample itself are the positives.
 * @throws DataError when samples have no partners of that kind
 */
export async function partnersFor(
  config: { readonly positives?: Positives | undefined },
  training: ImageSource,
  needs: ViewNeeds = { plain: true, whole: false },
): Promise<Partners<ViewArrays> | undefined> {
  const samples = viewSource(training, needs);
  const positives = positivesOf(config);
  switch (positives.kind) {
    case "augmentation":
      return undefined;
    case "class":
      return classPartners(samples);
    case "time":
      return timePartners(samples, positives.window);
    case "paired":
      return pairedPartners(training, needs);
  }
}

function pairedPartners(training: ImageSource, needs: ViewNeeds): Partners<ViewArrays> {
  const { of } = alignedPartners(training);
  return { of, source: viewSource(training.partner as ImageSource, needs) };
}
