import type { Engine, StateEntry } from "../../engine/index.js";
import { programLeaves } from "../../graph/index.js";
import type { RunParts } from "../../setup/index.js";
import { decodeProgram } from "../../steps/index.js";
import { checkModel, type ModelCheck } from "../check-model.js";
import { batchSizes, freeModel } from "../free-model.js";

/** A generator's half of a model, as a file. */
export interface DecoderModel {
  /** Takes `latents` `[batch, ...shape]`, standard normal where the prior is; gives `pictures` in 0..1. */
  readonly model: Uint8Array;
  /** Of one sample's latents. */
  readonly shape: readonly number[];
  readonly check: ModelCheck;
}

const checked = 10;

/**
 * The generator of a run as an ONNX model with a free batch size, compared with the training graph on latents that are
 * evenly spread. Null for methods without a generator.
 * @param state at least what the generator reads
 * @throws EngineError when the model differs
 */
export async function decoderModel(
  engine: Engine,
  { config, encoder, method }: Pick<RunParts, "config" | "encoder" | "method">,
  state: readonly StateEntry[],
  metadata: Readonly<Record<string, string>>,
): Promise<DecoderModel | null> {
  const trace = (count: number) => decodeProgram(config, encoder, method, count);
  const traced = trace(checked);
  if (traced === null) return null;
  const model = freeModel((batch) => trace(batch)!.program, state, {
    fed: ["latents"],
    axes: [{ name: "batch", input: "latents", side: 0, tried: batchSizes }],
    name: "decoder",
    metadata,
  });
  const { fed, state: read } = programLeaves(traced.program);
  const shape = fed[0]?.outputs[0]?.shape.slice(1) ?? [];
  const size = shape.reduce((product, side) => product * side, checked);
  const latents = Float32Array.from({ length: size }, (_, i) => 2 * Math.sin(1 + 7 * i));
  const names = new Set(read.map(({ attributes }) => attributes.name));
  const store = await engine.createStore(state.filter(({ name }) => names.has(name)));
  const program = await engine.load(traced.program, { store, name: "decode" });
  const expected = (await program.run({ latents })).pictures as Float32Array;
  const input = { name: "latents", shape, data: latents };
  const check = await checkModel(model, input, expected, expected.length / checked, "pictures");
  return { model, shape, check };
}
