import { type Command, Option } from "commander";
import { exportRun } from "../export/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, addWeightsOption, encoderOptions } from "./encoder-options.js";
import { note, print, printJson } from "./terminal.js";

export const exportCommand = defineCommand({
  name: "export",
  summary: "Export a run's encoder, of one that draws or writes that too, as files that run elsewhere.",
  examples: [
    "unlabel export runs/digits",
    "unlabel export runs/digits --input uint8 --out digits-encoder",
    "unlabel export runs/digits --evaluation digits-evaluation",
    "unlabel export runs/digits --json",
  ],
  register(command) {
    addEncoderOptions(command);
    addWeightsOption(command);
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .option("--out <folder>", "where to write (default: export in the run folder)")
      .addOption(
        new Option(
          "--input <kind>",
          "of pictures, what model.onnx takes: standardised pixel_values, or uint8 with preprocessing built in",
        )
          .choices(["pixel_values", "uint8"])
          .default("pixel_values"),
      )
      .option("--data <data>", "samples to compare with (default: those the run was trained on)")
      .option(
        "--evaluation <folder>",
        "evaluation that the model card shows (default: evaluation in the run folder, where there is one)",
      )
      .option("--cache <folder>", "where decoded pictures and tokens of texts are kept")
      .option("--json", "result as JSON on stdout")
      .action((run: string, flags: Flags) => exportEncoder(run, flags, command));
  },
});

interface Flags {
  readonly out?: string;
  readonly input: "pixel_values" | "uint8";
  readonly data?: string;
  readonly evaluation?: string;
  readonly json?: boolean;
}

async function exportEncoder(
  run: string,
  { out, input, data, evaluation, json }: Flags,
  command: Command,
): Promise<void> {
  const exported = await exportRun(run, out, {
    ...(await encoderOptions(command)),
    input,
    data,
    evaluation,
  });
  if (json) return printJson(exported);
  const { checks, decoder, dimensions, parameters, files, folder } = exported;
  note(`An encoder of ${parameters.toLocaleString("en")} numbers to vectors of ${dimensions}.`);
  for (const [file, check] of Object.entries(checks)) {
    const { samples, batches, maximumDifference, cosineDifference } = check;
    note(
      `${file} equals the trained encoder on ${samples} samples in batches of ${batches.join(", ")}: largest difference ${maximumDifference.toExponential(1)}, cosine difference ${cosineDifference.toExponential(1)}.`,
    );
  }
  if (decoder !== null)
    note(
      `decoder.onnx makes pictures of latents [batch, ${decoder.shape.join(", ")}]: largest difference ${decoder.check.maximumDifference.toExponential(1)} to the training graph.`,
    );
  note(`Written: ${files.join(", ")}. How to load them stands in the README.md there.`);
  print(folder);
}
