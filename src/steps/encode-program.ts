import type { Encoder } from "../encoders/index.js";
import type { Program } from "../graph/index.js";
import { kindOf } from "../kinds/index.js";
import type { Method } from "../methods/index.js";
import { Scope } from "../nn/index.js";
import type { RunConfig, Weights } from "../setup/index.js";
import { constant, matmul, mean, reshape, type Tensor, transpose } from "../tensor/index.js";
import { branch } from "./model.js";

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
 * Traces the encoder in inference mode over samples as their kind feeds them. Every layer comes out as vectors
 * `[N, D]`: maps averaged over a 2x2 grid, tokens over positions.
 */
export function encodeProgram(
  config: Pick<RunConfig, "data">,
  encoder: Encoder,
  method: Method | undefined,
  batchSize: number,
  wanted?: readonly string[],
  weights: Weights = "student",
): EncodeProgram {
  const root = Scope.root({ training: false });
  const standing = weights === "teacher" ? root.teacher() : root;
  const { scope, encodeAll } = branch(standing, encoder, config);
  const encoding = encodeAll(kindOf(config.data).input(config.data, batchSize));
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

/** Side of the grid that maps are averaged to: coarse places stay apart, unlike in the embedding's single mean. */
const grid = 2;

function pooled(x: Tensor): Tensor {
  if (x.shape.length === 3) return mean(x, 1);
  if (x.shape.length !== 4) return x;
  const [n = 0, c = 0, h = 0, w = 0] = x.shape;
  const [rows, columns] = [Math.min(grid, h), Math.min(grid, w)];
  const across = matmul(reshape(x, [n * c * h, w]), averaging(w, columns));
  const down = matmul(transpose(reshape(across, [n * c, h, columns])), averaging(h, rows));
  return reshape(down, [n, c * rows * columns]);
}

/** `[from, to]`: each column averages its share of a side; shares overlap where they do not divide it. */
function averaging(from: number, to: number): Tensor {
  const weights = new Float32Array(from * to);
  for (let i = 0; i < to; i++) {
    const [start, end] = [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)];
    for (let j = start; j < end; j++) weights[j * to + i] = 1 / (end - start);
  }
  return constant(weights, [from, to]);
}
