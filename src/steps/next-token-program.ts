import { type DType, type HostArray, type Program, type Shape, sizeOf } from "../graph/index.js";
import { type KeysAndValues, Scope } from "../nn/index.js";
import {
  add,
  constant,
  gather,
  input,
  less,
  maximum,
  mul,
  range,
  reshape,
  sub,
  type Tensor,
} from "../tensor/index.js";

/** Tokens that were read, as they are traced. */
export interface ReadTokens {
  /** A vector a token, `[N, T, D]`. */
  readonly states: Tensor;
  /** Keys and values of each layer; without those every text is read from its beginning each time. */
  readonly past: readonly KeysAndValues[] | undefined;
  /** Logits `[N, V]` of what follows, of vectors `[N, D]`. */
  logits(states: Tensor): Tensor;
}

/**
 * What says which token comes next: reads tokens int32 `[N, T]`, -1 for none, behind `past`, whose slots are `real` `[N, P]` where they
 * hold a token, these too.
 */
export type NextTokenNet = (
  tokens: Tensor,
  before?: { readonly past: readonly KeysAndValues[]; readonly real: Tensor },
) => ReadTokens;

interface Room {
  readonly name: string;
  readonly shape: Shape;
}

/** State of an engine's store with its first value. */
interface Entry extends Room {
  readonly dtype: DType;
  readonly data: HostArray;
}

/**
 * Programs that continue texts, one a number of tokens read at once. Inputs: `tokens` int32 `[rows, T]`, -1 behind a text's last;
 * `counts` int32 `[rows]`, tokens of each; with keys kept, `at` int32 `[rows]`, how many each row has had, and `parents` int32
 * `[rows]`, which row of before each goes on from. Output: `logits` `[rows, V]` of what follows each row's last token.
 */
export interface NextTokenPrograms {
  /** Whether keys and values of what was read are kept; else programs are given whole texts. */
  readonly keeps: boolean;
  /** What is kept, zeros at first: state that the programs share, and of no use to others. */
  readonly kept: readonly Entry[];
  /** Parameters, and whatever else the net reads of a trained model. */
  readonly scope: Scope;
  trace(length: number): Program;
}

/** Path of keys and values in a store. */
const KEPT = "kept";

/**
 * Traces a net that continues texts, in inference mode. Keys and values stay in the engine: each row has slots of its own, which
 * its tokens take one after the other, so that rows of unequal length go on together, and a search that puts rows in another order
 * moves them there.
 * @param net traced once a program, from a scope of its own
 * @param rows texts at once; @param slots tokens of the longest text
 * @param keep whether keys and values are kept, where the net gives them
 */
export function nextTokenPrograms(
  net: (root: Scope) => NextTokenNet,
  { rows, slots, keep = true }: { readonly rows: number; readonly slots: number; readonly keep?: boolean },
): NextTokenPrograms {
  const scope = Scope.root({ training: false });
  const tried = net(scope)(constant(Int32Array.of(0), [1, 1]));
  // What only the logits read is a parameter too.
  tried.logits(reshape(tried.states, [1, tried.states.shape[2] ?? 0]));
  const layers = (keep ? tried.past : undefined)?.map(({ keys, values }, i) => ({
    keys: { name: `${KEPT}/keys${i + 1}`, shape: roomOf(keys, rows, slots) },
    values: { name: `${KEPT}/values${i + 1}`, shape: roomOf(values, rows, slots) },
  }));
  const kept = (layers ?? []).flatMap(({ keys, values }) =>
    [keys, values].map(
      (room): Entry => ({ ...room, dtype: "float32", data: new Float32Array(sizeOf(room.shape)) }),
    ),
  );
  const trace = (length: number): Program => {
    const read = net(Scope.root({ training: false }));
    const [tokens, counts] = [input("tokens", [rows, length], "int32"), input("counts", [rows], "int32")];
    const done = (step: ReadTokens, updates: Program["updates"]): Program => ({
      outputs: new Map([["logits", step.logits(lastOf(step.states, counts))]]),
      updates,
    });
    if (layers === undefined) return done(read(tokens), new Map());
    const [at, parents] = [input("at", [rows], "int32"), input("parents", [rows], "int32")];
    const before = ({ name, shape }: Room) => {
      const held = input(name, shape, "float32", "state");
      return rows === 1 ? held : gather(held, parents);
    };
    const past = layers.map(({ keys, values }) => ({ keys: before(keys), values: before(values), at }));
    const step = read(tokens, { past, real: less(range(slots), reshape(add(at, counts), [rows, 1])) });
    const updates = layers.flatMap(({ keys, values }, i) => {
      const now = step.past?.[i] as KeysAndValues;
      return [[keys.name, now.keys] as const, [values.name, now.values] as const];
    });
    return done(step, new Map(updates));
  };
  return { keeps: layers !== undefined, kept, scope, trace };
}

/** The vector of each row's last token, `[rows, D]`; of the first where a row has none. */
function lastOf(states: Tensor, counts: Tensor): Tensor {
  const [rows = 0, length = 0, width = 0] = states.shape;
  const flat = reshape(states, [rows * length, width]);
  if (length === 1) return flat;
  return gather(flat, add(mul(range(rows), length), maximum(sub(counts, 1), 0)));
}

/** Room for all tokens of all rows, by keys or values of one. */
function roomOf({ shape: [, heads = 0, , width = 0] }: Tensor, rows: number, slots: number): Shape {
  return [rows, heads, slots, width];
}
