import { type Command, Option } from "commander";
import type { DataOptions } from "../export/index.js";
import { type OpenSamples, readingOf } from "../kinds/index.js";
import { type ChosenWeights, weightChoices } from "../setup/index.js";
import { cacheFolderOf, ownParts } from "./config-options.js";
import { liveLine, noteOnce, warn } from "./terminal.js";

/** Adds what opening a run may need. */
export function addEncoderOptions(command: Command): void {
  command.option("--config <file>", "configuration file with an encoder of your own");
}

/** Adds whose weights an encoder has, to commands that turn pictures into vectors. */
export function addWeightsOption(command: Command): void {
  command.addOption(
    new Option(
      "--weights <whose>",
      "the trained weights, or their average that the method keeps (default: what the method's paper evaluates)",
    ).choices(weightChoices),
  );
}

/** What opening a run needs from the command line: an encoder of one's own, where pictures are kept, and where messages go. */
export async function encoderOptions(command: Command) {
  return {
    ...(await ownParts(command)),
    cacheFolder: await cacheFolderOf(command),
    weights: command.opts<ChosenWeights>().weights,
    onWarning: warn,
    onNote: noteOnce,
    onProgress: ({ done, total }: { readonly done: number; readonly total: number }) =>
      liveLine(`reading pictures ${done}/${total}`),
  };
}

/** Flags of `addDataOptions` as the library calls them. */
export function dataOptions(flags: DataFlags): DataOptions {
  return readingOf(flags);
}

export type DataFlags = Omit<DataOptions, keyof OpenSamples>;
