import type { Command } from "commander";
import { refuseUnwritable } from "../formats/index.js";
import { sampleRun } from "../gallery/index.js";
import { readRunConfig, runHome } from "../runs/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, encoderOptions } from "./encoder-options.js";
import { coverageLines } from "./sample-view.js";
import { number } from "./schema-options.js";
import { note, print, printJson } from "./terminal.js";

export const sampleCommand = defineCommand({
  name: "sample",
  summary: "Draw new pictures with a run's generator, and walks between pictures.",
  examples: [
    "unlabel pretrain mnist --method vae --epochs 2 --out runs/vae",
    "unlabel sample runs/vae",
    "unlabel sample runs/vae --count 100 --seed 7 --classes-of mnist --out pictures",
  ],
  register(command) {
    command
      .argument(
        "<run>",
        "a run of a method that draws new pictures (`unlabel list methods`), or a checkpoint",
      )
      .option("--count <n>", "new pictures", number({ integer: true, min: 1, max: 1024 }), 64)
      .option("--walks <n>", "walks between two pictures", number({ integer: true, min: 1, max: 64 }), 8)
      .option("--steps <n>", "pictures of a walk", number({ integer: true, min: 2, max: 32 }), 9)
      .option("--seed <n>", "other samples", number({ integer: true, min: 0, max: 2 ** 32 - 1 }), 0)
      .option(
        "--data <data>",
        "pictures to walk between (default: the test split of the run's data, else what it held out)",
      )
      .option(
        "--classes-of <data>",
        "labelled pictures: which of their classes do 1,000 samples cover, and how good is the judge of that?",
      )
      .option("--out <folder>", "where samples.png and walks.png go (default: the run folder)")
      .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory");
    addEncoderOptions(command);
    command
      .option("--json", "what was drawn as JSON on stdout")
      .action((run: string, flags: Flags) => draw(run, flags, command));
  },
});

interface Flags {
  readonly count: number;
  readonly walks: number;
  readonly steps: number;
  readonly seed: number;
  readonly data?: string;
  readonly classesOf?: string;
  readonly out?: string;
  readonly json?: boolean;
}

async function draw(run: string, { json, ...flags }: Flags, command: Command): Promise<void> {
  await readRunConfig(runHome(run));
  await refuseUnwritable(flags.out ?? runHome(run));
  const drawn = await sampleRun({
    ...(await encoderOptions(command)),
    ...flags,
    run,
  });
  if (json) return printJson(drawn);
  for (const line of coverageLines(drawn.coverage)) print(line);
  note(`Drawn: new pictures, and walks between ${drawn.between}`);
  for (const file of [drawn.samples, drawn.walks]) print(file);
}
