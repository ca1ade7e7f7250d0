import { availableParallelism } from "node:os";
import { type Engine, nodeEngine } from "../engine/index.js";
import { type ContinueOptions, continueTexts, type TextPiece, type WrittenText } from "./continue-texts.js";
import { type OpenTextRunOptions, openTextRun } from "./text-run.js";

export interface GenerateOptions extends ContinueOptions, OpenTextRunOptions {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** Shares an engine; by default one is started. */
  readonly engine?: Engine | undefined;
}

/**
 * Texts that a run's model writes behind prompts: drawn token by token (`temperature`, `topK`, `topP`, `seed`), or the best that a search
 * in beams finds (`beams`, `normalise`, `alpha`). The same options give the same texts.
 * @throws CheckpointError when the run cannot be read; ConfigError for a run of something else than texts, of a method that predicts no
 * next token, and for options that do not fit; DataError for prompts that are too long or hold what the tokenizer does not know
 */
export async function generateTexts(options: GenerateOptions): Promise<WrittenText[]> {
  const writing = streamTexts(options);
  for (;;) {
    const step = await writing.next();
    if (step.done === true) return step.value;
  }
}

/** `generateTexts`, with pieces of the texts as they are drawn; a search in beams has none before its end. */
export async function* streamTexts(options: GenerateOptions): AsyncGenerator<TextPiece, WrittenText[]> {
  const run = await openTextRun(options.run, "Writing texts", options);
  const engine = options.engine ?? nodeEngine({ threads: availableParallelism() });
  try {
    return yield* continueTexts(run, engine, options);
  } finally {
    if (options.engine === undefined) await engine.dispose();
  }
}
