import { maskTokens } from "../augment/index.js";
import type { Encoder } from "../encoders/index.js";
import { ConfigError } from "../errors.js";
import type { Program } from "../graph/index.js";
import { type DataConfig, kindOf } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { randomKey } from "../random/index.js";
import type { RunConfig } from "../setup/index.js";
import type { Tensor } from "../tensor/index.js";
import { modelContext } from "./model.js";

/** A program that tells how little samples were expected. */
export interface SurpriseProgram {
  /** Outputs `total` and `count`, `[batchSize]` each. */
  readonly program: Program;
  readonly scope: Scope;
}

/**
 * Traces a method's surprise over samples as their kind feeds them, in inference mode. Null for a method without one.
 * @param corrupt share of each text's tokens that become others, drawn at random, before it is judged; 0: as they are
 * @throws ConfigError where there is something to corrupt, and samples are no texts
 */
export function surpriseProgram(
  config: Pick<RunConfig, "data">,
  encoder: Encoder,
  method: Method,
  batchSize: number,
  corrupt = 0,
): SurpriseProgram | null {
  if (method.surprise === undefined) return null;
  const scope = Scope.root({ training: false });
  const plain = kindOf(config.data).input(config.data, batchSize);
  const x = corrupt === 0 ? plain : corrupted(plain, config.data, corrupt);
  const { total, count } = method.surprise({ ...modelContext(scope, encoder, config), x });
  const outputs = new Map([
    ["total", total],
    ["count", count],
  ]);
  return { program: { outputs, updates: new Map() }, scope };
}

function corrupted(x: Tensor, data: DataConfig, share: number): Tensor {
  const kind = kindOf(data);
  const { vocabulary, specials } = kind.facts(data);
  if (vocabulary === undefined || specials === undefined)
    throw new ConfigError(`Only texts can be corrupted here, and this run is of ${kind.called.many}.`, {
      kind: data.kind,
    });
  const replaced = { share, masked: 0, random: 1 };
  return maskTokens(x, randomKey("corruption"), { vocabulary, specials }, replaced).tokens;
}
