import type { Command } from "commander";
import { Option } from "commander";
import { type Anomalies, measureSurprise, type RunSurprise } from "../evaluate/index.js";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, encoderOptions } from "./encoder-options.js";
import { number } from "./schema-options.js";
import { liveLine, note, noteOnce, print, printJson, warn } from "./terminal.js";

export const surpriseCommand = defineCommand({
  name: "surprise",
  summary: "Tell how little a run that predicts tokens expects texts: held-out loss, anomaly scores.",
  examples: [
    "unlabel surprise runs/letters",
    "unlabel surprise runs/letters --corrupt 0.15",
    "unlabel surprise runs/letters inbox.csv --anomalies spam.csv --json",
  ],
  register(command) {
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .argument("[data]", "texts to judge (default: the test split of the run's data, or what it held out)")
      .addOption(
        new Option("--split <name>", "part of data that comes in parts").choices(["train", "test", "all"]),
      )
      .option("--samples <n>", "texts that are judged, at most", number({ integer: true, min: 1 }), 2000)
      .option("--anomalies <data>", "texts that should be expected less, to be told from the others")
      .option(
        "--corrupt <share>",
        "also judge the same texts with this share of their tokens replaced",
        number({ min: 0.001, max: 1 }),
      )
      .option(
        "--shown <n>",
        "texts that are shown, those least expected",
        number({ integer: true, min: 0 }),
        5,
      )
      .option(
        "--cache <folder>",
        "where tokens are kept for the next command, or none (default: ~/.cache/unlabel)",
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
  readonly anomalies?: string;
  readonly corrupt?: number;
  readonly shown: number;
  readonly json?: boolean;
}

async function show(
  run: string,
  data: string | undefined,
  { split, samples, anomalies, corrupt, shown, json }: Flags,
  command: Command,
): Promise<void> {
  const measured = await measureSurprise({
    ...(await encoderOptions(command)),
    ...{ run, data, split, samples, anomalies, corrupt, shown },
    onWarning: warn,
    onNote: noteOnce,
    onDecode: ({ done, total }) => liveLine(`reading texts ${done}/${total}`),
  });
  if (json) return printJson(measured);
  print(textTable(surpriseTable(measured)));
  if (measured.least.length > 0) {
    note("\nLeast expected, in nats a token:");
    for (const { id, text, nats } of measured.least)
      print(`${nats.toFixed(2).padStart(6)}  ${id}  ${text ?? ""}`);
  }
}

function surpriseTable(measured: RunSurprise) {
  const { data, samples, nats, perplexity, baselines, anomalies, corrupted } = measured;
  const row = (name: string, of: Pick<Anomalies, "samples" | "mean">, auroc: string | null) => [
    name,
    of.samples,
    of.mean.toFixed(3),
    Math.exp(of.mean).toPrecision(3),
    auroc,
  ];
  const others = [anomalies, corrupted].flatMap((one) =>
    one === null ? [] : [row(one.data, one, one.auroc.toFixed(3))],
  );
  const byCounts = (["unigram", "bigram"] as const).flatMap((name) =>
    baselines === null
      ? []
      : [row(`  by ${name}s of its training texts`, { samples, mean: baselines[name] }, null)],
  );
  return {
    columns: ["texts", "count", "nats a token", "perplexity", "AUROC"],
    rows: [[data, samples, nats.toFixed(3), perplexity.toPrecision(3), null], ...byCounts, ...others],
  };
}
