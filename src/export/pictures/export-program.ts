import type { Encoder, Encoding } from "../../encoders/index.js";
import type { Program } from "../../graph/index.js";
import { standardise, toUnit } from "../../kinds/index.js";
import { Scope } from "../../nn/index.js";
import { branch } from "../../steps/index.js";
import {
  broadcastTo,
  concat,
  constant,
  input,
  mul,
  reshape,
  scalar,
  sum,
  type Tensor,
  transpose,
} from "../../tensor/index.js";
import type { PictureRun } from "./picture-run.js";

/** Names of the outputs; the first two are those of transformers.js. */
export const outputNames = ["last_hidden_state", "pooler_output", "embedding"] as const;

/**
 * What an exported model takes:
 * - `pixel_values`: float32 `[batch, C, H, W]`, standardised outside
 * - `uint8`: `images`, bytes `[batch, C, H, W]`, standardised inside
 * - `rgb`: `pixel_values` of three channels whatever the encoder has, as image pipelines make them
 */
export type ExportInput = "pixel_values" | "uint8" | "rgb";

/** Name of the fed input. */
export function inputName(kind: ExportInput): "pixel_values" | "images" {
  return kind === "uint8" ? "images" : "pixel_values";
}

/** Rec. 709 luma. */
const luma = [0.2126, 0.7152, 0.0722] as const;

/** Traces the encoder in inference mode over a batch of fixed size, with the outputs of an export. */
export function exportProgram(
  config: Pick<PictureRun, "data">,
  encoder: Encoder,
  batch: number,
  kind: ExportInput,
): Program {
  const { encodeAll } = branch(Scope.root({ training: false }), encoder, config);
  const encoding = encodeAll(encoderInput(config, batch, kind));
  const { embedding } = encoding;
  const outputs = new Map<(typeof outputNames)[number], Tensor>([
    ["last_hidden_state", hiddenState(encoding)],
    ["pooler_output", embedding],
    ["embedding", embedding],
  ]);
  return { outputs, updates: new Map() };
}

function encoderInput({ data }: Pick<PictureRun, "data">, batch: number, kind: ExportInput): Tensor {
  const { size, channels } = data;
  if (kind === "uint8")
    return standardise(toUnit(input("images", [batch, channels, ...size], "uint8")), data.standardise);
  const pixels = input("pixel_values", [batch, kind === "rgb" ? 3 : channels, ...size]);
  if (kind === "pixel_values" || channels === 3) return pixels;
  // One mean and deviation for all three channels, so standardising and weighting may change places.
  if (channels === 1) return sum(mul(pixels, constant([...luma], [1, 3, 1, 1])), 1, { keepDims: true });
  const { mean, deviation } = data.standardise;
  const opaque = (1 - (mean[3] ?? 0)) / (deviation[3] ?? 1);
  return concat([pixels, broadcastTo(scalar(opaque), [batch, 1, ...size])], 1);
}

/** `[N, T, D]`: patch tokens (a class token is the embedding), places of the last map, or the embedding alone. */
function hiddenState({ embedding, tokens, map }: Encoding): Tensor {
  if (tokens !== undefined) return tokens;
  const [n = 0, width = 0] = embedding.shape;
  if (map === undefined) return reshape(embedding, [n, 1, width]);
  const [, c = 0, height = 0, breadth = 0] = map.shape;
  return transpose(reshape(map, [n, c, height * breadth]), [0, 2, 1]);
}
