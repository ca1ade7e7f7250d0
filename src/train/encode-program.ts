import type { Encoder } from "../encoders/index.js";
import type { Program } from "../graph/index.js";
import type { Method } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import { input, mean, type Tensor } from "../tensor/index.js";
import { branch, standardise, toUnit } from "./model.js";
import type { RunConfig } from "./run-config.js";

/** The encoder's own output, the representation that everybody uses. */
export const EMBEDDING = "embedding";
/** The method's head on top of it, where it has one. */
export const PROJECTION = "projection";

export interface EncodeProgram {
  readonly program: Program;
  /** Names of the layers that can be read, in the order data flows. */
  readonly layers: readonly string[];
  readonly scope: Scope;
}

/**
 * Traces the encoder in inference mode over bytes `[batchSize, C, H, W]`. Every layer comes out as vectors
 * `[N, D]`: maps averaged over space, tokens over positions.
 */
export function encodeProgram(
  config: Pick<RunConfig, "data" | "standardise">,
  encoder: Encoder,
  method: Method | undefined,
  batchSize: number,
  wanted?: readonly string[],
): EncodeProgram {
  const root = Scope.root({ training: false });
  const images = toUnit(input("images", [batchSize, config.data.channels, ...config.data.size], "uint8"));
  const { scope, encodeAll } = branch(root, encoder);
  const encoding = encodeAll(standardise(images, config.standardise));
  const all = new Map<string, Tensor>();
  for (const [name, layer] of encoding.layers) all.set(name, pooled(layer));
  all.set(EMBEDDING, encoding.embedding);
  if (method?.project !== undefined) all.set(PROJECTION, method.project(scope, encoding.embedding));
  const names = wanted ?? [EMBEDDING];
  const outputs = new Map(
    names.flatMap((name) => (all.has(name) ? [[name, all.get(name) as Tensor] as const] : [])),
  );
  return { program: { outputs, updates: new Map() }, layers: [...all.keys()], scope: root };
}

function pooled(x: Tensor): Tensor {
  if (x.shape.length === 4) return mean(x, [2, 3]);
  return x.shape.length === 3 ? mean(x, 1) : x;
}
