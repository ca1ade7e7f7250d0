import type { Command } from "commander";
import { Option } from "commander";
import { refuseUnwritable } from "../formats/index.js";
import { type Reconstructed, reconstructRun } from "../gallery/index.js";
import { readRunConfig, runHome } from "../runs/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, encoderOptions } from "./encoder-options.js";
import { number } from "./schema-options.js";
import { makeSheetFolder, sheetFile } from "./sheet-file.js";
import { note, print, printJson } from "./terminal.js";

export const reconstructCommand = defineCommand({
  name: "reconstruct",
  summary: "Draw pictures beside what a run makes of them, and measure the error.",
  examples: [
    "unlabel pretrain mnist --method autoencoder --epochs 2 --out runs/autoencoder",
    "unlabel reconstruct runs/autoencoder",
    "unlabel reconstruct runs/autoencoder mnist --split test --anomalies letters --out digits.png",
  ],
  register(command) {
    command
      .argument(
        "<run>",
        "a run of a method that draws given pictures (`unlabel list methods`), or a checkpoint",
      )
      .argument(
        "[data]",
        "pictures to draw (default: the test split of the run's data, else what it held out)",
      )
      .addOption(
        new Option("--split <name>", "part of data that comes in parts").choices(["train", "test", "all"]),
      )
      .option(
        "--rows <n>",
        "pictures on the sheet, and anomalies",
        number({ integer: true, min: 1, max: 64 }),
        8,
      )
      .option("--samples <n>", "pictures to measure, at most", number({ integer: true, min: 1 }), 1000)
      .option("--anomalies <data>", "pictures unlike the training data: how well does the error tell them?")
      .option("--out <file>", "contact sheet (default: reconstructions.png in the run folder)", sheetFile)
      .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory");
    addEncoderOptions(command);
    command
      .option("--json", "numbers as JSON on stdout")
      .action((run: string, data: string | undefined, flags: Flags) => draw(run, data, flags, command));
  },
});

interface Flags {
  readonly split?: "train" | "test" | "all";
  readonly rows: number;
  readonly samples: number;
  readonly anomalies?: string;
  readonly out?: string;
  readonly json?: boolean;
}

async function draw(
  run: string,
  data: string | undefined,
  { json, out, ...flags }: Flags,
  command: Command,
): Promise<void> {
  const config = await readRunConfig(runHome(run));
  if (out === undefined) await refuseUnwritable(runHome(run));
  else await makeSheetFolder(out, [data ?? config.places.data ?? config.data.path, flags.anomalies]);
  const drawn = await reconstructRun({
    ...(await encoderOptions(command)),
    ...flags,
    run,
    data,
    out,
  });
  if (json) return printJson(drawn);
  show(drawn);
  note(`Drawn, a row a picture: picture, ${drawn.panels.join(", ")}`);
  print(drawn.sheet);
}

function show({ data, samples, error, anomalies }: Reconstructed): void {
  if (error !== null) print(`${data}: mean error ${error.toPrecision(4)} over ${samples} pictures`);
  if (anomalies === null) return;
  print(`${anomalies.data}: mean error ${anomalies.error.toPrecision(4)} over ${anomalies.samples} pictures`);
  print(
    `AUROC of the error as an anomaly score: ${anomalies.auroc.toFixed(3)} (0.5 tells nothing, 1 tells all)`,
  );
}
