import type { StateEntry } from "../../engine/index.js";
import { ShapeError } from "../../errors.js";
import { programLeaves, simplify } from "../../graph/index.js";
import { batchSizes, freeModel, type OpenAxis } from "../free-model.js";
import { refuseDraws } from "../refuse-draws.js";
import { keptNames, type TextForm, textInputs, textProgram } from "./text-program.js";
import type { TextRun } from "./text-run.js";

/** Lengths to compare; few tokens, with all batch sizes, for texts that have no more. */
const lengths: OpenAxis["tried"] = [
  [5, 7, 11],
  [6, 9, 13],
  [2, 3, 4],
  [2, 3, 4],
  [2, 3, 4],
];
/** Unlike any length or batch size above. */
const pasts: OpenAxis["tried"] = [
  [10, 12, 19],
  [14, 21, 23],
  [10, 12, 19],
];

/** Names of the variables that a form reads. */
export function textVariables(run: TextRun, form: TextForm): string[] {
  const { state, draws } = programLeaves(textProgram(run, form, smallest(run)));
  refuseDraws(draws);
  return state.map(({ attributes }) => attributes.name);
}

/** Whether a form has layer norms, which WebGPU computes less exactly than other devices. */
export function textLayerNorms(run: TextRun, form: TextForm): boolean {
  return simplify(textProgram(run, form, smallest(run))).nodes.some(({ op }) => op === "layerNorm");
}

const smallest = ({ facts }: TextRun) => ({ batch: 2, length: Math.min(3, facts.longest), past: 2 });

/**
 * A model of texts in inference mode: weights inside, any batch size, any length up to the run's longest, standard operators only. Encoders
 * that write out every place, such as recurrent ones, are made for the longest text, and shorter ones are padded inside.
 * @param state at least what the form reads
 * @throws ShapeError when the encoder cannot work with any batch size and length
 * @throws CheckpointError when a variable is missing
 * @throws EngineError when one ONNX file cannot hold its weights
 */
export function portableTextModel(
  run: TextRun,
  form: TextForm,
  state: readonly StateEntry[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const { longest } = run.facts;
  const free = (most: number, padTo?: number) => {
    const tried = lengths.filter(([, , check]) => check <= most);
    if (tried.length === 0)
      throw new ShapeError(
        `Models of any length are made for texts of 5 tokens and more, and those of this run have ${longest} at most: train one with a larger \`longest\`.`,
        { longest },
      );
    const axes: OpenAxis[] = [
      { name: "batch_size", input: "input_ids", side: 0, tried: batchSizes },
      { name: "sequence_length", input: "input_ids", side: 1, tried },
    ];
    if (form.layers.length > 0)
      axes.push({ name: "past_sequence_length", input: keptNames(0).past.keys, side: 2, tried: pasts });
    const trace = (batch = 0, length = 0, past = 0) => textProgram(run, form, { batch, length, past }, padTo);
    const called = "batch size and length";
    return freeModel(trace, state, { fed: textInputs(form), axes, called, name: "encoder", metadata });
  };
  try {
    return free(longest);
  } catch (error) {
    if (!(error instanceof ShapeError) || form.layers.length > 0) throw error;
    return free(longest - 1, longest);
  }
}
