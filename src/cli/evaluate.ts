import { type Command, Option } from "commander";
import { ConfigError } from "../errors.js";
import {
  accuracyTable,
  type EvaluateEvent,
  type EvaluateOptions,
  evaluateRun,
  type Probe,
  planEvaluation,
  protocolNote,
  spreadNote,
  verdicts,
} from "../evaluate/index.js";
import { refuseUnwritable } from "../formats/index.js";
import { textTable } from "../report/index.js";
import { runHome } from "../runs/index.js";
import { defineCommand } from "./command.js";
import { cacheFolderOf, ownParts } from "./config-options.js";
import { addWeightsOption } from "./encoder-options.js";
import { showPlannedEvaluation } from "./evaluation-plan-view.js";
import { number } from "./schema-options.js";
import { interactive, inWords, liveLine, note, noteOnce, print, printJson, warn } from "./terminal.js";

const probes: readonly Probe[] = ["knn", "linear", "fine-tune"];

export const evaluateCommand = defineCommand({
  name: "evaluate",
  summary: "Measure what a run learned, beside raw pixels, the untrained encoder and training from scratch.",
  examples: [
    "unlabel evaluate runs/digits",
    "unlabel evaluate runs/photos --data photos --labels labels.csv --budgets 10/class,10%,all --seeds 5",
  ],
  register(command) {
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .option("--data <where>", "labelled samples (default: the run's own data)")
      .addOption(
        new Option("--split <name>", "part of data that comes in parts").choices(["train", "test", "all"]),
      )
      .option("--labels <where>", "auto, folders, parent, none, or a CSV file (default: as the run has it)")
      .option("--label-column <name>", "column of the CSV that holds the label")
      .option("--test <where>", "test samples (default: the data's test split, else what the run held out)")
      .option("--test-labels <where>", "where the labels of the test samples are")
      .option("--test-limit <n>", "at most this many test samples", number({ integer: true, min: 1 }))
      .option(
        "--budgets <list>",
        "label budgets: 100, 1%, 10/class, all (default: 10/class,100/class,all)",
        list,
      )
      .option(
        "--seeds <n>",
        "how often labels are drawn and baselines start anew (default: 3)",
        number({ integer: true, min: 1 }),
      )
      .option("--probes <list>", `of ${probes.join(", ")} (default: all)`, list)
      .option("--layers <list>", "layers to read (default: embedding, projection)", list)
      .option(
        "--fine-tune-steps <n>",
        "steps of each fine-tuning, and of training from scratch (default: by the number of labels, 400 to 800)",
        number({ integer: true, min: 1 }),
      )
      .option("--out <folder>", "folder of the report (default: evaluation in the run folder)")
      .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory")
      .option("--config <file>", "configuration file with an encoder of your own");
    addWeightsOption(command);
    command
      .option("--dry-run", "say what would be measured and trained, then stop")
      .option("--json", "the whole result as JSON on stdout")
      .action((run: string, flags: Flags) => evaluate(run, flags, command));
  },
});

interface Flags {
  readonly [name: string]: unknown;
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

async function evaluate(run: string, flags: Flags, command: Command): Promise<void> {
  const {
    json = false,
    dryRun = false,
    cache: _cache,
    probes: chosen,
    fineTuneSteps,
    config: _config,
    ...rest
  } = flags;
  const unknown = ((chosen ?? []) as string[]).find((name) => !probes.includes(name as Probe));
  if (unknown !== undefined)
    throw new ConfigError(`There is no probe called ${unknown}; there are ${probes.join(", ")}.`, {
      unknown,
    });
  // Minutes of measuring must not end at a folder that cannot be written.
  const home = runHome(run);
  await refuseUnwritable((flags.out as string | undefined) ?? home);
  const options = {
    ...rest,
    ...(await ownParts(command)),
    run,
    ...(chosen === undefined ? {} : { probes: chosen as Probe[] }),
    ...(fineTuneSteps === undefined ? {} : { fineTune: { steps: fineTuneSteps as number } }),
    cacheFolder: await cacheFolderOf(command),
    onNote: noteOnce,
    onDecode: ({ done, total }: { done: number; total: number }) =>
      liveLine(`reading pictures ${done}/${total}`),
  } as EvaluateOptions;
  if (dryRun) return showPlannedEvaluation(await planEvaluation(options), json);
  for await (const event of evaluateRun(options)) showEvaluation(event, json);
}

/** Shows an evaluation's events: measurements as they come, then the table. */
export function showEvaluation(event: EvaluateEvent, json = false): void {
  switch (event.type) {
    case "started":
      note(
        `${event.trainSamples} labelled samples, ${event.testSamples} test samples, ${event.classes} classes; ${event.total} measurements`,
      );
      break;
    case "warning":
      warn(event.message);
      break;
    case "stage":
      note(event.message);
      break;
    case "row": {
      const { arm, probe, layer, budget, seed, accuracy } = event.row;
      const line = `${event.done}/${event.total}  ${arm} ${probe} (${layer}), ${budget} labels, seed ${seed}: ${(100 * accuracy).toFixed(1)} %`;
      if (interactive) liveLine(line);
      else note(line);
      break;
    }
    case "finished": {
      if (json) {
        printJson(event.evaluation);
        break;
      }
      print(textTable(accuracyTable(event.evaluation.rows)));
      print();
      for (const line of verdicts(event.evaluation)) print(inWords(line));
      print();
      print(inWords(spreadNote(event.evaluation)));
      const protocol = protocolNote(event.evaluation);
      if (protocol !== null) print(inWords(protocol));
      note(`Written: ${event.files.join(", ")}`);
      break;
    }
  }
}

function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
