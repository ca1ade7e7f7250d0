import type { StateEntry } from "../engine/index.js";
import { textFacts, textsDataOf, tokenizerOf } from "../kinds/index.js";
import type { Scope } from "../nn/index.js";
import { fitState, openRun } from "../runs/index.js";
import { encoderOf, methodOf, type OwnParts } from "../setup/index.js";
import type { TokenModel } from "../steps/index.js";
import type { Tokenizer } from "../tokenizers/index.js";

/** A trained model of texts, with what makes tokens of them. */
export interface TextRun extends TokenModel {
  readonly tokenizer: Tokenizer;
  /** Whether a sample was a text, between what frames it, or a window of texts one after the other. */
  readonly cut: "texts" | "windows";
  /** Steps of training behind the weights. */
  readonly step: number;
  /** Weights as a checkpoint has them. */
  readonly state: readonly StateEntry[];
}

export interface OpenTextRunOptions extends OwnParts {
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Opens a run of texts, or one checkpoint inside it, to write with its method.
 * @param what needs it, as the subject of a sentence
 * @throws CheckpointError when the run cannot be read; ConfigError when it is of something else than texts
 */
export async function openTextRun(
  run: string,
  what: string,
  options: OpenTextRunOptions = {},
): Promise<TextRun> {
  const { config, checkpoint } = await openRun(run, options.onWarning);
  const data = textsDataOf(config.data, what);
  return {
    method: methodOf(config, options),
    encoder: encoderOf(config, options),
    facts: textFacts(data),
    tokenizer: tokenizerOf(data),
    cut: data.cut,
    step: checkpoint.step,
    state: checkpoint.state,
  };
}

/** Values of what a program reads of a run. */
export function stateFor({ state }: Pick<TextRun, "state">, scope: Scope): StateEntry[] {
  return fitState(scope.variables.initialValues(0), state, "the run");
}

/** The token that stands behind a text, where the tokenizer has one. */
export function closingOf({ frame, specials }: Tokenizer): number | undefined {
  return frame.closing.at(-1) ?? specials.end;
}
