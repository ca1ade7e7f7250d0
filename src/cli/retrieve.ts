import type { Command } from "commander";
import { Option } from "commander";
import { type CrossRetrieval, retrievalTable, retrieveAcross } from "../evaluate/index.js";
import { writeFileAtomically } from "../formats/index.js";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, addWeightsOption, encoderOptions } from "./encoder-options.js";
import { makeSheetFolder, sheetFile } from "./sheet-file.js";
import { note, print, printJson } from "./terminal.js";

export const retrieveCommand = defineCommand({
  name: "retrieve",
  summary: "Find each sample's partner in a second source, beside the untrained encoder and raw pixels.",
  examples: [
    "unlabel retrieve runs/pairs photos --among drawings",
    "unlabel retrieve runs/pairs photos --among drawings --held-out --out found.png --json",
  ],
  register(command) {
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .argument("<data>", "a folder of pictures")
      .requiredOption("--among <data>", "a second source with the same file names")
      .option("--held-out", "ask only for samples of which training saw neither picture")
      .addOption(
        new Option("--split <part>", "part of data that comes in parts").choices(["train", "test", "all"]),
      )
      .option("--layer <name>", "a named layer of the encoder (default: embedding and projection)")
      .option("--out <file>", "contact sheet", sheetFile, "retrieved.png")
      .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory");
    addEncoderOptions(command);
    addWeightsOption(command);
    command
      .option("--json", "result as JSON on stdout")
      .action((run: string, data: string, flags: Flags) => retrieve(run, data, flags, command));
  },
});

interface Flags {
  readonly among: string;
  readonly heldOut?: boolean;
  readonly split?: "train" | "test" | "all";
  readonly layer?: string;
  readonly out: string;
  readonly json?: boolean;
}

async function retrieve(
  run: string,
  data: string,
  { out, json = false, among, heldOut, split, layer }: Flags,
  command: Command,
): Promise<void> {
  await makeSheetFolder(out);
  const { result, sheet } = await retrieveAcross({
    ...(await encoderOptions(command)),
    run,
    data,
    among,
    heldOut,
    split,
    layer,
  });
  await writeFileAtomically(out, sheet);
  if (json) return printJson({ ...result, sheet: out });
  show(result);
  note(`Drawn: ${out}`);
}

function show(result: CrossRetrieval): void {
  const which = result.heldOut ? " of which training saw neither picture" : "";
  note(`${result.queries} queries${which}, each ranked against all samples of the other source:`);
  print(textTable(retrievalTable(result)));
}
