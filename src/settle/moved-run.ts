import { resolve } from "node:path";
import { ConfigError } from "../errors.js";
import type { RunConfig } from "../setup/index.js";
import { positivesOf } from "../setup/index.js";
import { placesOf } from "./places.js";
import type { PretrainOptions } from "./pretrain-options.js";

/** Where things are now that a run reads, as a person says it. */
export type Moved = { readonly [kind in "data" | "pair" | "labels"]?: PretrainOptions[kind] | undefined };

/**
 * The configuration of a run whose pictures, labels or second source have moved. That they are still the same is found
 * out when they are open.
 * @throws ConfigError for the place of something that the run does not read
 */
export function movedRun(run: string, config: RunConfig, { data, pair, labels }: Moved): RunConfig {
  if (data === undefined && pair === undefined && labels === undefined) return config;
  const positives = positivesOf(config);
  if (pair !== undefined && positives.kind !== "paired")
    throw new ConfigError(`The run ${run} has no second source that could have moved: leave \`pair\` out.`, {
      run,
    });
  if (labels !== undefined && config.places.labels === null)
    throw new ConfigError(
      `The run ${run} reads no file of labels that could have moved (its labels are ${config.data.labels}): leave \`labels\` out.`,
      { run },
    );
  const said = placesOf({ data: data ?? "", labels, pair });
  return {
    ...config,
    data: { ...config.data, path: data ?? config.data.path, labels: labels ?? config.data.labels },
    places: {
      data: data === undefined ? config.places.data : said.data,
      labels: labels === undefined ? config.places.labels : said.labels,
      pair: pair === undefined ? config.places.pair : said.pair,
    },
    ...(positives.kind === "paired" && { positives: { ...positives, path: pair ?? positives.path } }),
  };
}

/**
 * The configuration with the places where things were found, for whoever opens the run next.
 * @param found from `findOwnData`
 * @returns the same configuration where everything is where it was
 */
export function movedTo(config: RunConfig, found: RunConfig): RunConfig {
  const positives = positivesOf(found);
  const at = (kept: string | null, path: string) => (kept === null ? null : resolve(path));
  const places = {
    data: at(config.places.data, found.data.path),
    labels: at(config.places.labels, found.data.labels),
    pair: positives.kind === "paired" ? at(config.places.pair, positives.path) : null,
  };
  const isSame = (["data", "labels", "pair"] as const).every((kind) => places[kind] === config.places[kind]);
  return isSame ? config : { ...config, places };
}
