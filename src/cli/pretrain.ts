import { type Command, Option } from "commander";
import { ConfigError } from "../errors.js";
import {
  estimateRun,
  type PretrainOptions,
  pretrain,
  previewViews,
  type TrainEvent,
} from "../train/index.js";
import { defineCommand } from "./command.js";
import { readConfigFile } from "./config-options.js";
import { showEstimate } from "./estimate-view.js";
import { addModelOptions, readModelOptions } from "./model-options.js";
import { number } from "./schema-options.js";
import { liveLine, note, print } from "./terminal.js";
import { trainView } from "./train-view.js";

export const pretrainCommand = defineCommand({
  name: "pretrain",
  summary: "Pretrain an encoder on unlabelled samples.",
  examples: [
    "unlabel pretrain mnist --epochs 2 --out runs/digits",
    "unlabel pretrain photos --method simclr --method.temperature 0.1 --encoder resnet --dry-run",
    "unlabel pretrain --resume runs/digits",
  ],
  register(command, argv) {
    command.argument("[data]", "a folder of pictures, an IDX file, or the name of a data package: mnist");
    addModelOptions(command, argv);
    addDataOptions(command);
    addTrainOptions(command);
    command.action(async (data: string | undefined, options: Record<string, unknown>) => run(data, options));
  },
});

/** Options that say what the samples are and how they are read. */
export function addDataOptions(command: Command): void {
  command
    .option(
      "--size <pixels>",
      "side of the square that pictures are resized to (default: automatic)",
      number({ integer: true, min: 8 }),
    )
    .addOption(
      new Option("--channels <n>", "1, 3 or 4 (default: 1 when every picture is grey, else 3)")
        .choices(["1", "3", "4"])
        .argParser(channelCount),
    )
    .addOption(
      new Option("--split <name>", "part of data that comes in parts").choices(["train", "test", "all"]),
    )
    .option("--limit <n>", "use at most this many samples", number({ integer: true, min: 1 }))
    .option("--background <colour>", "colour behind transparent pixels (default: white)")
    .addOption(
      new Option("--fit <how>", "cut to fill the square, or show all with borders").choices([
        "cover",
        "contain",
      ]),
    )
    .option("--labels <where>", "auto, folders, parent, none, or a CSV file (default: auto)")
    .option("--label-column <name>", "column of the CSV that holds the label")
    .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory");
}

function channelCount(text: string): number {
  if (!["1", "3", "4"].includes(text))
    throw new ConfigError(`Option --channels takes 1, 3 or 4, but got ${text}.`);
  return Number(text);
}

function addTrainOptions(command: Command): void {
  command
    .option("--out <folder>", "run folder (default: a new one under runs/)")
    .option("--epochs <n>", "passes over the data", number({ min: 0, exclusive: true }))
    .option("--steps <n>", "steps instead of epochs", number({ integer: true, min: 1 }))
    .option("--batch-size <n>", "samples a step", number({ integer: true, min: 2 }))
    .addOption(new Option("--optimizer <name>", "sgd, adamw or lars").choices(["sgd", "adamw", "lars"]))
    .option("--learning-rate, --lr <rate>", "peak learning rate", number({ min: 0, exclusive: true }))
    .option("--weight-decay <rate>", "weight decay, not on biases and norms", number({ min: 0 }))
    .addOption(
      new Option("--schedule <name>", "of the learning rate").choices(["cosine", "step", "constant"]),
    )
    .option("--warmup-epochs <n>", "epochs of linear warm-up", number({ min: 0 }))
    .option("--gradient-clip <norm>", "largest norm of the gradient", number({ min: 0, exclusive: true }))
    .option("--seed <n>", "same seed, same bits", number({ integer: true, min: 0 }))
    .option("--threads <n>", "threads of the engine (default: all cores)", number({ integer: true, min: 1 }))
    .option(
      "--holdout <n>",
      "samples kept out of training for the online kNN",
      number({ integer: true, min: 0 }),
    )
    .option(
      "--checkpoint-every <steps>",
      "steps between checkpoints (default: each epoch and minute)",
      number({ integer: true, min: 1 }),
    )
    .option("--monitor-every <steps>", "steps between health readings", number({ integer: true, min: 1 }))
    .option("--from <run>", "start from the encoder weights of another run or checkpoint")
    .option("--resume <run>", "continue a run to the same bits as if it had never stopped")
    .option("--config <file>", "configuration file (default: unlabel.config.{ts,js,json,yaml})")
    .option("--dry-run", "estimate memory and time, then stop")
    .option("--preview", "write a contact sheet of the views, then stop")
    .option("--json", "events as JSON lines on stdout");
}

async function run(data: string | undefined, flags: Record<string, unknown>): Promise<void> {
  const json = flags.json === true;
  if (typeof flags.resume === "string") {
    if (data !== undefined || flags.from !== undefined)
      throw new ConfigError("--resume continues a run as it was: give neither data nor --from with it.");
    return watch(json, (signal) => pretrain({ resume: flags.resume as string, ...resumable(flags), signal }));
  }
  const options = await readOptions(data, flags);
  if (flags.preview === true) {
    const { path, views } = await previewViews(options, options.out ?? "views.png");
    note(`${views} views of each of the first pictures, the original on the left:`);
    print(path);
    return;
  }
  if (flags.dryRun === true) return showEstimate(await estimateRun(options), json);
  await watch(json, (signal) => pretrain({ ...options, signal }));
}

async function readOptions(
  data: string | undefined,
  flags: Record<string, unknown>,
): Promise<PretrainOptions> {
  const settled = await readConfigFile(flags);
  const path = data ?? settled.data;
  if (typeof path !== "string")
    throw new ConfigError(
      "Say what to train on: unlabel pretrain DATA, where DATA is a folder of pictures, an IDX file or mnist.",
    );
  if (settled.epochs !== undefined && settled.steps !== undefined)
    throw new ConfigError("Give --epochs or --steps, not both.");
  const {
    cache,
    config: _config,
    method: _method,
    encoder: _encoder,
    json: _json,
    dryRun: _dryRun,
    preview: _preview,
    resume: _resume,
    lr: _lr,
    ...rest
  } = settled;
  const own = Object.fromEntries(
    Object.entries(rest).filter(([key, value]) => value !== undefined && !key.includes(".")),
  );
  return {
    ...own,
    data: path,
    ...readModelOptions(settled),
    ...(typeof cache === "string" ? { cacheFolder: cache } : {}),
    onDecode: ({ done, total }) => liveLine(`reading pictures ${done}/${total}`),
  };
}

function resumable(flags: Record<string, unknown>) {
  return {
    ...(flags.checkpointEvery === undefined ? {} : { checkpointEvery: flags.checkpointEvery as number }),
    ...(flags.monitorEvery === undefined ? {} : { monitorEvery: flags.monitorEvery as number }),
    ...(typeof flags.cache === "string" ? { cacheFolder: flags.cache } : {}),
  };
}

/** Runs to the end, or until Ctrl-C: the first finishes the step and saves, the second leaves at once. */
async function watch(
  json: boolean,
  start: (signal: AbortSignal) => AsyncIterable<TrainEvent>,
): Promise<void> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    note("Finishing the step and saving; press Ctrl-C again to leave at once.");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const show = trainView({ json });
  for await (const event of start(controller.signal)) {
    show(event);
    if (event.type === "interrupted") process.exitCode = 130;
  }
}
