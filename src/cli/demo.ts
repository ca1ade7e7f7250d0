import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { convnet } from "../encoders/index.js";
import { evaluateRun } from "../evaluate/index.js";
import { findNeighbours } from "../export/index.js";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { pretrain, previewViews } from "../gallery/index.js";
import { simclr } from "../methods/index.js";
import { refuseNonEmpty } from "../runs/index.js";
import type { PretrainOptions } from "../settle/index.js";
import { estimateRun } from "../train/index.js";
import { defineCommand } from "./command.js";
import { showEstimate } from "./estimate-view.js";
import { showEvaluation } from "./evaluate.js";
import { counted } from "./plan-view.js";
import { colors, duration, note, print } from "./terminal.js";
import { trainView } from "./train-view.js";

/** Marks a folder that a later demo may replace. */
const MARK = ".unlabel-demo";

/** How much the demo does, fine-tuning and training from scratch alike: a few minutes, or a quarter of a minute where only its working is to be seen. */
const lengths = {
  full: { limit: undefined, epochs: 1, testLimit: 5000, seeds: 3, fineTune: {} },
  short: { limit: 4000, epochs: 1, testLimit: 1000, seeds: 1, fineTune: { steps: 20 } },
};

export const demoCommand = defineCommand({
  name: "demo",
  summary: "Learn digits without labels, measure what was learned, draw pictures: a few minutes.",
  examples: ["unlabel demo", "unlabel demo --short --out /tmp/digits"],
  register(command) {
    command
      .option("--out <folder>", "run folder; what an earlier demo left there is replaced", "runs/demo")
      .option("--short", "a quarter of a minute on few samples (also: UNLABEL_DEMO=short)")
      .option("--dry-run", "estimate the pretraining, say what follows it, then stop")
      .action(demo);
  },
});

async function demo({
  out,
  short = process.env.UNLABEL_DEMO === "short",
  dryRun = false,
}: {
  out: string;
  short?: boolean;
  dryRun?: boolean;
}): Promise<void> {
  const { limit, epochs, testLimit, seeds, fineTune } = lengths[short ? "short" : "full"];
  const started = performance.now();
  const options: PretrainOptions = {
    data: "mnist",
    out,
    method: simclr(),
    encoder: convnet({ widths: [16, 32, 64, 128] }),
    epochs,
    holdout: short ? 0 : 2000,
    ...(limit === undefined ? {} : { limit }),
  };
  if (dryRun) {
    if (!existsSync(join(out, MARK))) await refuseNonEmpty(out);
    note("Compiling and measuring a few steps; nothing is written.");
    showEstimate(await estimateRun(options), false);
    print(
      `then        10 labels a class, ${counted(seeds, "draw")} of them, ${testLimit} test digits: kNN, linear probe and fine-tuning beside raw pixels, the untrained encoder and training from scratch; neighbours of test digits (not in the time above)`,
    );
    print(`written     in ${out}: the run, evaluation/, pictures/`);
    return;
  }
  await removeEarlierDemo(out);
  heading("1. Pretrain on MNIST's training pictures; no label is read");
  const show = trainView({ json: false });
  for await (const event of pretrain(options)) {
    if (event.type === "started")
      await writeFileAtomically(join(out, MARK), "A later demo replaces this folder.\n");
    show(event);
  }

  heading("2. Did it help? 10 labels a class, beside three baselines");
  const evaluation = {
    run: out,
    budgets: ["10/class"],
    seeds,
    testLimit,
    layers: ["embedding"],
    fineTune,
  };
  for await (const event of evaluateRun(evaluation)) showEvaluation(event);

  heading("3. Pictures");
  const pictures = join(out, "pictures");
  await makeFolder(pictures);
  const { path: views } = await previewViews(options, join(pictures, "views.png"));
  const sheet = join(pictures, "neighbours.png");
  const found = await findNeighbours(out, "mnist", { split: "test", limit: testLimit, query: "7", k: 10 });
  if (found.sheet !== null) await writeFileAtomically(sheet, found.sheet);
  const same =
    found.sameLabel === null ? "" : `: ${(100 * found.sameLabel).toFixed(0)} % of them are its digit`;
  print(`the views that training compared      ${views}`);
  print(`a test digit and its nearest${same.padEnd(9)}  ${sheet}`);
  print(`loss while training                   ${join(out, "training.svg")}`);
  print(`accuracy beside the baselines         ${join(out, "evaluation", "accuracy.svg")}`);
  print(`the whole report                      ${join(out, "evaluation", "report.md")}`);
  note(
    `\nAll in ${duration((performance.now() - started) / 1000)}. Next: unlabel pretrain YOUR-FOLDER, then unlabel evaluate, embed, neighbours or export.`,
  );
}

/** Removes what an earlier demo left, and nothing else. @throws ConfigError when the folder holds other things. */
async function removeEarlierDemo(out: string): Promise<void> {
  if (existsSync(join(out, MARK))) return rm(out, { recursive: true, force: true });
  await refuseNonEmpty(out);
}

function heading(text: string): void {
  note(`\n${colors.bold(text)}`);
}
