import type { Command } from "commander";
import type { DecodeCost } from "../data/index.js";
import { ConfigError, UnlabelError } from "../errors.js";
import { pretrain, previewViews } from "../gallery/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { estimateRun, type TrainEvent } from "../train/index.js";
import { defineCommand } from "./command.js";
import {
  addRunOptions,
  cacheFolderOf,
  givenFlags,
  ownParts,
  readSettings,
  settledFlags,
} from "./config-options.js";
import { decodingText, showEstimate } from "./estimate-view.js";
import { interruptedCode, interruptible, releaseSignals, workBegins } from "./interruptible.js";
import { resultsFailure } from "./results.js";
import { shellWord } from "./shell-word.js";
import { liveLine, note, noteOnce, print } from "./terminal.js";
import { trainView } from "./train-view.js";

export const pretrainCommand = defineCommand({
  name: "pretrain",
  summary: "Pretrain an encoder on unlabelled samples.",
  examples: [
    "unlabel pretrain mnist --epochs 2 --out runs/digits",
    "unlabel pretrain photos --method simclr --method.temperature 0.1 --encoder resnet --dry-run",
    "unlabel pretrain photos --method mae --encoder vit --batch-size 32 --accumulate 8",
    "unlabel pretrain mnist --method siamese --positives class --out runs/same-digit",
    "unlabel pretrain photos --pair drawings --holdout 10 --out runs/pairs",
    "unlabel pretrain --resume runs/digits",
    "unlabel pretrain --resume runs/photos --data /mnt/archive/photos",
  ],
  async register(command, argv) {
    command.argument("[data]", "a folder of pictures, an IDX file, or the name of a data package: mnist");
    await addRunOptions(command, argv);
    command
      .option(
        "--resume <run>",
        "continue a run as if it had never stopped: on the same machine and device to the same bits; with --steps: lengthen it to so many",
      )
      .option(
        "--data <where>",
        "the same as DATA; with --resume: where the pictures of the run have moved to (--pair and --labels likewise)",
      )
      .option("--dry-run", "estimate memory and time, then stop")
      .option("--preview", "write a contact sheet of the views, then stop")
      .option("--json", "events as JSON lines on stdout");
    command.action(async (data: string | undefined) => run(data, command));
  },
});

interface Flags {
  readonly json?: boolean;
  readonly resume?: string;
  readonly data?: string;
  readonly preview?: boolean;
  readonly dryRun?: boolean;
}

async function run(given: string | undefined, command: Command): Promise<void> {
  const flags = command.opts<Flags>();
  const json = flags.json === true;
  if (given !== undefined && flags.data !== undefined)
    throw new ConfigError(
      `DATA was given twice, as ${given} and as --data ${flags.data}. Leave one of them out.`,
    );
  const data = given ?? flags.data;
  if (flags.resume !== undefined) return resume(flags.resume, data, command, flags);
  const options = await readOptions(data, command);
  if (flags.preview === true) {
    const { path, views, notes } = await previewViews(
      options,
      options.out === undefined ? "views.png" : sheetOf(options.out),
    );
    for (const sentence of notes) noteOnce(sentence);
    note(`${views} views of each of the first pictures, the original on the left:`);
    print(path);
    return;
  }
  if (flags.dryRun === true) {
    note("Compiling and measuring a few steps; nothing is written.");
    const onMemory = ({ peakBytes }: { readonly peakBytes: number }) =>
      note(`By its graph a step takes about ${(peakBytes / 2 ** 20).toFixed(0)} MiB of memory.`);
    const onDecodeCost = (cost: DecodeCost) => note(decodingText(cost));
    return showEstimate(await estimateRun({ ...options, onDecodeCost, onMemory }), json);
  }
  await watch(json, (signal) => pretrain({ ...options, signal }), "Nothing was written.");
}

/** Beside the run folder, not in it: a folder that holds anything would be refused for the run itself. */
function sheetOf(out: string): string {
  return out.endsWith(".png") ? out : `${out}-views.png`;
}

async function readOptions(given: string | undefined, command: Command): Promise<PretrainOptions> {
  const { data, ...settled } = await readSettings(command, given);
  if (data === undefined)
    throw new ConfigError(
      "Say what to train on: unlabel pretrain DATA, where DATA is a folder of pictures, an IDX file or mnist.",
    );
  return { ...settled, data, onDecode: showDecoding };
}

function showDecoding({ done, total }: { readonly done: number; readonly total: number }): void {
  liveLine(`reading pictures ${done}/${total}`);
}

/** Flags that a run may go on with: they do not change its bits, but for the last. */
const resumable = [
  ...["--checkpoint-every", "--monitor-every", "--cache", "--data", "--pair", "--labels"],
  // Lengthens it.
  "--steps",
];

async function resume(
  folder: string,
  data: string | undefined,
  command: Command,
  { json = false, preview = false, dryRun = false }: Flags,
): Promise<void> {
  const refused = [
    ...givenFlags(command).filter((flag) => !resumable.includes(flag)),
    ...(preview ? ["--preview"] : []),
    ...(dryRun ? ["--dry-run"] : []),
  ];
  if (refused.length > 0)
    throw new ConfigError(
      `--resume continues a run as it was, so ${refused.join(", ")} cannot be given with it. To start anew from its weights, use --from ${shellWord(folder)}.`,
      { refused },
    );
  const { checkpointEvery, monitorEvery, pair, labels, steps } = settledFlags(command);
  const cacheFolder = await cacheFolderOf(command);
  const own = await ownParts(command);
  const given = {
    ...(checkpointEvery === undefined ? {} : { checkpointEvery }),
    ...(monitorEvery === undefined ? {} : { monitorEvery }),
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
    ...(data === undefined ? {} : { data }),
    ...(pair === undefined ? {} : { pair }),
    ...(labels === undefined ? {} : { labels }),
    ...(steps === undefined ? {} : { steps }),
  };
  await watch(
    json,
    (signal) => pretrain({ resume: folder, ...own, ...given, onDecode: showDecoding, signal }),
    `The run is as it was. Continue with:\n  unlabel pretrain --resume ${shellWord(folder)}`,
  );
}

/** Runs to the end, or until Ctrl-C or SIGTERM: the first finishes the step and saves, the second leaves at once. */
async function watch(
  json: boolean,
  start: (signal: AbortSignal) => AsyncIterable<TrainEvent>,
  whenUnstarted: string,
): Promise<void> {
  const signal = interruptible("Stopping after this step, and saving; press Ctrl-C again to leave at once.");
  const show = trainView({ json });
  let run: string | null = null;
  try {
    for await (const event of start(signal)) {
      if (event.type === "started") {
        run = event.run;
        workBegins();
      }
      if (event.type === "finished") releaseSignals();
      show(event);
      if (event.type === "interrupted") {
        process.exitCode = interruptedCode();
        // Where events are lost, so is the one that says how to go on.
        if (json && resultsFailure() !== null)
          note(`Everything is saved. Continue with:\n  unlabel pretrain --resume ${shellWord(event.run)}`);
      }
    }
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw withWayOn(error, run);
    note(`Stopped before a step was done. ${whenUnstarted}`);
    process.exitCode = interruptedCode();
  }
}

/** A file that could not be written, as on a full disk, is no reason to begin anew. */
function withWayOn(error: unknown, run: string | null): unknown {
  if (run === null || !(error instanceof UnlabelError) || error.name !== "UnlabelError") return error;
  return new UnlabelError(
    `${error.message} Then continue with: unlabel pretrain --resume ${shellWord(run)}`,
    error.context,
    error,
  );
}
