import { dirname } from "node:path";
import type { Command } from "commander";
import { embedRun } from "../export/index.js";
import { makeFolder } from "../formats/index.js";
import { defineCommand } from "./command.js";
import { addDataOptions } from "./data-options.js";
import {
  addEncoderOptions,
  addWeightsOption,
  type DataFlags,
  dataOptions,
  encoderOptions,
} from "./encoder-options.js";
import { note, print, printJson } from "./terminal.js";

export const embedCommand = defineCommand({
  name: "embed",
  summary: "Write the vectors of samples to a file.",
  examples: [
    "unlabel embed runs/digits mnist --split test --out digits.parquet",
    "unlabel embed runs/photos photos --out photos.npy --layer projection",
  ],
  register(command) {
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .argument("<data>", "a folder of pictures, an IDX file, or the name of a data package: mnist")
      .requiredOption("--out <file>", "a name that ends in .npy, .parquet, .csv or .jsonl")
      .option("--layer <name>", "a named layer of the encoder (default: embedding, its output)");
    addDataOptions(command);
    addEncoderOptions(command);
    addWeightsOption(command);
    command
      .option("--json", "result as JSON on stdout")
      .action((run: string, data: string, flags: Flags) => embed(run, data, flags, command));
  },
});

interface Flags extends DataFlags {
  readonly out: string;
  readonly layer?: string;
  readonly json?: boolean;
}

async function embed(
  run: string,
  data: string,
  { out, layer, json, ...given }: Flags,
  command: Command,
): Promise<void> {
  await makeFolder(dirname(out));
  const embedded = await embedRun(run, data, {
    ...dataOptions(given),
    ...(await encoderOptions(command)),
    out,
    layer,
  });
  if (json) return printJson(embedded);
  const { samples, dimensions, labelled, files } = embedded;
  note(`${samples} samples, ${dimensions} numbers each, ${labelled ? "with labels" : "no labels"}.`);
  for (const file of files) print(file);
}
