import type { Command } from "commander";
import { Option } from "commander";
import { energySentence, energyTable, measureEnergy } from "../evaluate/index.js";
import { refuseUnwritable } from "../formats/index.js";
import { textTable } from "../report/index.js";
import { runHome } from "../runs/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, encoderOptions } from "./encoder-options.js";
import { number } from "./schema-options.js";
import { liveLine, note, noteOnce, print, printJson, warn } from "./terminal.js";

export const energyCommand = defineCommand({
  name: "energy",
  summary: "Draw the energies of compatible and incompatible pairs, before and after training.",
  examples: [
    "unlabel energy runs/digits",
    "unlabel energy runs/digits mnist --split test --samples 500 --json",
  ],
  register(command) {
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .argument("[data]", "samples to draw pairs from (default: the test split of the run's data)")
      .addOption(
        new Option("--split <name>", "part of data that comes in parts").choices(["train", "test", "all"]),
      )
      .option("--samples <n>", "pairs of each kind, at most", number({ integer: true, min: 4 }), 2000)
      .option(
        "--pair <data>",
        "second source to take partners from (default: as in training: the run's second source, class or time, or the sample itself)",
      )
      .option(
        "--cache <folder>",
        "where decoded pictures are kept for the next command, or none (default: ~/.cache/unlabel)",
      );
    addEncoderOptions(command);
    command
      .option("--json", "numbers as JSON on stdout")
      .action((run: string, data: string | undefined, flags: Flags) => show(run, data, flags, command));
  },
});

interface Flags {
  readonly split?: "train" | "test" | "all";
  readonly samples: number;
  readonly pair?: string;
  readonly json?: boolean;
}

async function show(
  run: string,
  data: string | undefined,
  { split, samples, pair, json }: Flags,
  command: Command,
): Promise<void> {
  await refuseUnwritable(runHome(run));
  const measured = await measureEnergy({
    ...(await encoderOptions(command)),
    run,
    data,
    split,
    samples,
    pair,
    onWarning: warn,
    onNote: noteOnce,
    onDecode: ({ done, total }) => liveLine(`reading pictures ${done}/${total}`),
  });
  if (json) return printJson(measured);
  print(textTable(energyTable(measured)));
  note(`\n${energySentence(measured)}`);
  note(`Written: ${measured.files.join(", ")}`);
}
