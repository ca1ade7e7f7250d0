import type { Encoding } from "../../encoders/index.js";
import type { Program } from "../../graph/index.js";
import { type KeysAndValues, Scope } from "../../nn/index.js";
import { branch } from "../../steps/index.js";
import {
  broadcastTo,
  cast,
  concat,
  constant,
  greater,
  input,
  reshape,
  scalar,
  slice,
  type Tensor,
  where,
} from "../../tensor/index.js";
import type { TextRun } from "./text-run.js";

/** What an exported model of texts has beside `input_ids`, `attention_mask`, `last_hidden_state` and `embedding`. */
export interface TextForm {
  /** A score for every token of the vocabulary at each place (`logits`), where the method makes them. */
  readonly logits: boolean;
  /** Which part of a pair each token belongs to (`token_type_ids`). */
  readonly segments: boolean;
  /** Heads and width of the keys that each layer keeps: what was read before is fed, and what is read is given back. */
  readonly layers: readonly { readonly heads: number; readonly width: number }[];
}

/** Sizes that a program is traced at; `past` of forms that keep keys. */
export interface TextSizes {
  readonly batch: number;
  readonly length: number;
  readonly past: number;
}

/** Names of a layer's keys and values, from layer 0 on, as transformers.js has them. */
export const keptNames = (layer: number) => ({
  past: { keys: `past_key_values.${layer}.key`, values: `past_key_values.${layer}.value` },
  present: { keys: `present.${layer}.key`, values: `present.${layer}.value` },
});

/** Names of the inputs, in order. */
export function textInputs({ segments, layers }: TextForm): string[] {
  const kept = layers.flatMap((_, i) => Object.values(keptNames(i).past));
  return ["input_ids", "attention_mask", ...(segments ? ["token_type_ids"] : []), ...kept];
}

/**
 * Traces an encoder of texts in inference mode, with ids and masks int64 as everybody has them: -1 is what a mask hides.
 * @param padTo tokens that a text is padded to before the encoder sees it, for encoders that are made for one length
 */
export function textProgram(
  { config, encoder, method }: TextRun,
  form: TextForm,
  { batch, length, past }: TextSizes,
  padTo?: number,
): Program {
  const { scope, encodeAll } = branch(Scope.root({ training: false }), encoder, config);
  const before = form.layers.map((layer, i) => pastOf(i, layer, batch, past));
  const mask = int32("attention_mask", [batch, length + (before.length > 0 ? past : 0)]);
  const ids = int32("input_ids", [batch, length]);
  const here = before.length > 0 ? slice(mask, 1, past, past + length) : mask;
  const padded = (x: Tensor, by: number) =>
    padTo === undefined ? x : concat([x, broadcastTo(scalar(by, "int32"), [batch, padTo - length])], 1);
  const tokens = padded(where(greater(here, 0), ids, -1), -1);
  const encoding = encodeAll(tokens, {
    ...(form.segments ? { segments: padded(int32("token_type_ids", [batch, length]), 0) } : {}),
    ...(before.length > 0 ? { past: before, real: mask } : {}),
  });
  const states = slice(statesOf(encoding, padTo ?? length), 1, 0, length);
  const outputs = new Map<string, Tensor>([
    ["last_hidden_state", states],
    ["embedding", encoding.embedding],
  ]);
  const scores = form.logits ? logitsOf(method, scope, states, encoding.table) : undefined;
  if (scores !== undefined) outputs.set("logits", scores);
  form.layers.forEach((_, i) => {
    const kept = encoding.past?.[i];
    if (kept === undefined) return;
    outputs.set(keptNames(i).present.keys, kept.keys).set(keptNames(i).present.values, kept.values);
  });
  return { outputs, updates: new Map() };
}

/** Scores `[N, T, V]` of what may stand at each place or follow it; undefined where the method makes none. */
export function logitsOf(
  { predicts }: TextRun["method"],
  scope: Scope,
  states: Tensor,
  table: Tensor | undefined,
): Tensor | undefined {
  if (predicts === undefined || table === undefined) return undefined;
  const [n = 0, t = 0, width = 0] = states.shape;
  return reshape(predicts.logits(scope, reshape(states, [n * t, width]), table), [n, t, table.shape[0] ?? 0]);
}

/** A vector a token, `[N, T, D]`: where an encoder has none, the text's own, so that their mean is that. */
export function statesOf({ tokens, embedding }: Encoding, length: number): Tensor {
  if (tokens !== undefined) return tokens;
  const [n = 0, width = 0] = embedding.shape;
  return broadcastTo(reshape(embedding, [n, 1, width]), [n, length, width]);
}

/** What a model of a run can have: everything that goes with its encoder and method. */
export function formOf({ config, encoder, method }: TextRun, known: ReadonlySet<string>): TextForm {
  const names = (segments: boolean) => {
    const root = Scope.root({ training: false });
    const x = constant(Int32Array.of(0), [1, 1]);
    const encoding = branch(root, encoder, config).encodeAll(x, segments ? { segments: x } : {});
    return { encoding, names: [...root.variables.initialValues(0)].map(({ name }) => name) };
  };
  const [plain, parts] = [names(false), names(true)];
  const own = parts.names.filter((name) => !plain.names.includes(name));
  const { past = [], table, tokens } = plain.encoding;
  const next = method.predicts?.which === "next";
  return {
    logits: method.predicts !== undefined && table !== undefined && tokens !== undefined,
    // A vector that training never gave a value says nothing.
    segments: own.length > 0 && own.every((name) => known.has(name)),
    layers: next ? past.map(({ keys: { shape } }) => ({ heads: shape[1] ?? 0, width: shape[3] ?? 0 })) : [],
  };
}

const int32 = (name: string, shape: readonly number[]): Tensor => cast(input(name, shape, "int64"), "int32");

function pastOf(
  i: number,
  { heads, width }: TextForm["layers"][number],
  batch: number,
  past: number,
): KeysAndValues {
  const { keys, values } = keptNames(i).past;
  const shape = [batch, heads, past, width];
  return { keys: input(keys, shape), values: input(values, shape) };
}
