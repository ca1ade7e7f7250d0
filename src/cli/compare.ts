import { basename, join, resolve } from "node:path";
import type { Command } from "commander";
import { defaultParts, partFactory, type RunOption } from "../config/index.js";
import { readingOptionNames } from "../kinds/index.js";
import { textTable } from "../report/index.js";
import {
  type CompareOptions,
  compare,
  comparisonRows,
  comparisonTable,
  namesIn,
  planComparison,
  readPlan,
  readRecords,
  sharedOptions,
} from "../studies/index.js";
import { defineCommand } from "./command.js";
import { chosenMethods } from "./compare-methods.js";
import { showCompare } from "./compare-view.js";
import { readSettings } from "./config-options.js";
import { runFlag } from "./data-options.js";
import { interruptedCode, interruptible, releaseSignals, workBegins } from "./interruptible.js";
import { showPlannedComparison } from "./plan-view.js";
import { addSchemaOptions, number, peekOption } from "./schema-options.js";
import { shellWord } from "./shell-word.js";
import { liveLine, note, noteOnce, print, printJson } from "./terminal.js";

/** Options of a run that all runs of a comparison share. */
const shared: readonly RunOption[] = [
  ...(["encoder", "augment", "batchSize", "threads"] as const),
  ...readingOptionNames,
  "cache",
];

const count = number({ integer: true, min: 1 });

export const compareCommand = defineCommand({
  name: "compare",
  summary:
    "Compare methods: same encoder, same budget, several seeds, beside untrained encoder and raw pixels.",
  examples: [
    "unlabel compare mnist --methods simclr,supervised --budget 90s --seeds 3 --out runs/methods",
    "unlabel compare photos --labels labels.csv --methods simclr --leave-out-augmentations --budget 3epochs",
    "unlabel compare mnist --methods simclr,byol --seeds 5 --dry-run",
  ],
  register(command, argv) {
    command
      .argument("<data>", "a folder of pictures, an IDX file, or the name of a data package: mnist")
      .option(
        "--methods <list>",
        "names with commas; all: every joint-embedding method that encoder and data can carry (default: all)",
      )
      .option("--leave-out-augmentations", "one method with each augmentation left out, and with none")
      .option("--budget <b>", "equal time: 90s, 5m; or equal views: 3epochs of SimCLR's (default: 90s)")
      .option("--seeds <n>", "runs of each method (default: 3)", count)
      .option("--baseline-seeds <n>", "untrained encoders (default: as many as seeds)", count)
      .option("--few-labels <n>", "labels a class in the column of few labels (default: 10)", count)
      .option("--fine-tune", "also fine-tune on those few labels, beside training from scratch on them")
      .option("--test <where>", "test samples (default: the data's test split, else a fifth held out)")
      .option("--test-labels <where>", "where the labels of the test samples are")
      .option(
        "--folds <n>",
        "cross-validate probes within the test samples, instead of giving them the labels of training samples",
        number({ integer: true, min: 2 }),
      )
      .option("--train-limit <n>", "labelled samples that probes see at most (default: 10000)", count)
      .option("--test-limit <n>", "test samples at most (default: 5000)", count)
      .option("--out <folder>", "folder of the comparison; one that was begun goes on (default: under runs/)")
      .option("--again <list>", "forget the results of these rows first, as when a method has changed")
      .option("--keep-runs", "keep the checkpoints of finished runs");
    for (const name of shared) command.addOption(runFlag(name));
    const encoder = partFactory("encoder", peekOption(argv, "--encoder") ?? defaultParts.encoder);
    if (encoder !== undefined) addSchemaOptions(command, "encoder", encoder.definition.options);
    command
      .option("--config <file>", "configuration file (default: unlabel.config.{ts,js,mjs,json,yaml})")
      .option("--dry-run", "say what would be run and what that takes, then stop")
      .option("--json", "the rows of the table as JSON on stdout")
      .action((data: string, flags: Flags) => run(data, flags, command, argv));
  },
});

interface Flags {
  readonly methods?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly out?: string;
  readonly again?: string;
  readonly [name: string]: unknown;
}

async function run(data: string, flags: Flags, command: Command, argv: readonly string[]): Promise<void> {
  const out = flags.out ?? join("runs", `compare-${basename(resolve(data))}`);
  const signal = interruptible("Stopping after this step, and saving; press Ctrl-C again to leave at once.");
  const options = await readOptions(data, out, flags, command, signal);
  if (flags.dryRun) {
    note("Tracing a step of each method; nothing is trained or written.");
    return showPlannedComparison(await planComparison(options), flags.json === true);
  }
  const wayOn = (words: readonly string[]) => `unlabel ${words.map(shellWord).join(" ")}`;
  const show = showCompare(wayOn(withoutAgain(argv)));
  try {
    for await (const event of compare(options)) {
      workBegins();
      if (event.type === "finished") releaseSignals();
      show(event);
      if (event.type === "interrupted") process.exitCode = interruptedCode();
      if (event.type === "finished" && event.failures > 0) process.exitCode = 1;
    }
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    // Nothing was forgotten yet.
    note(`Stopped before a run began. Continue with:\n  ${wayOn(argv)}`);
    process.exitCode = interruptedCode();
    return;
  }
  const plan = await readPlan(out);
  if (plan === null) return;
  const rows = comparisonRows(plan, await readRecords(out));
  if (flags.json) printJson(rows);
  else if (rows.length > 0) print(textTable(comparisonTable(rows, plan.settings.fewLabels)));
}

async function readOptions(
  data: string,
  out: string,
  flags: Flags,
  command: Command,
  signal: AbortSignal,
): Promise<CompareOptions> {
  const settled = await readSettings(command, data);
  const { leaveOutAugmentations, budget, seeds, baselineSeeds, fewLabels, test, testLabels } = flags;
  const { trainLimit, testLimit, folds, keepRuns, fineTune } = flags;
  const given = {
    ...{ leaveOutAugmentations, budget, seeds, baselineSeeds, fewLabels, test, testLabels },
    ...{ trainLimit, testLimit, folds, keepRuns, fineTune },
  };
  return {
    ...sharedOptions({ ...settled, data }),
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as object),
    ...chosenMethods(flags.methods),
    ...(flags.again === undefined ? {} : { again: namesIn(flags.again) }),
    data,
    out,
    signal,
    onNote: noteOnce,
    onDecode: ({ done, total }) => liveLine(`reading pictures ${done}/${total}`),
  };
}

/** The command that goes on must not forget what was found since. */
const withoutAgain = (argv: readonly string[]) =>
  argv.filter((word, i) => !word.startsWith("--again") && argv[i - 1] !== "--again");
