import { kindOf } from "../kinds/index.js";
import { positivesOf, type RunConfig } from "../setup/index.js";
import type { TrainEvent } from "../train/index.js";
import { shellWord } from "./shell-word.js";
import {
  colors,
  duration,
  interactive,
  liveLine,
  note,
  noteOnce,
  print,
  printJson,
  warn,
} from "./terminal.js";

/** Shows a run's events: a live line on a terminal, plain lines elsewhere, JSON lines with `--json`. */
export function trainView({ json }: { readonly json: boolean }): (event: TrainEvent) => void {
  if (json) return (event) => printJson(event);
  let totalSteps = 0;
  let shownAt = 0;
  return (event) => {
    switch (event.type) {
      case "started":
        totalSteps = event.config.steps;
        showStart(event);
        break;
      case "step": {
        const line = stepLine(event, totalSteps);
        liveLine(line);
        const now = performance.now();
        const last = event.step === totalSteps;
        if (last || now - shownAt > (interactive ? 30_000 : 5_000)) {
          note(line);
          shownAt = now;
        }
        break;
      }
      case "monitor": {
        const { deviation, headDeviation, effectiveRank, dimensions, alignment, uniformity } = event.values;
        const head = headDeviation === undefined ? "" : ` (head ${headDeviation.toFixed(2)})`;
        const pairs =
          alignment === undefined || uniformity === undefined
            ? ""
            : `  alignment ${alignment.toFixed(2)}  uniformity ${uniformity.toFixed(2)}`;
        note(
          colors.dim(
            `  health at step ${event.step}: rank ${effectiveRank.toFixed(0)} of ${dimensions}  spread ${deviation.toFixed(2)}${head}${pairs}`,
          ),
        );
        break;
      }
      case "knn":
        note(
          `  kNN at step ${event.step}: ${(100 * event.accuracy).toFixed(1)} % on ${event.samples} held-out samples that training does not see (chance ${(100 * event.chance).toFixed(1)} %)`,
        );
        break;
      case "heldOut":
        note(
          `  held-out loss at step ${event.step}: ${event.loss.toFixed(4)} nats a token, perplexity ${Math.exp(event.loss).toPrecision(3)}, on ${event.samples} samples that training does not see`,
        );
        break;
      case "warning":
        warn(event.message);
        break;
      case "checkpoint":
        break;
      case "interrupted":
        note(
          `Stopped after step ${event.step}; everything is saved. Continue with:\n  unlabel pretrain --resume ${shellWord(event.run)}`,
        );
        break;
      case "finished":
        note(`Done: ${event.step} steps in ${duration(event.seconds)}.`);
        print(event.run);
        break;
    }
  };
}

function stepLine(
  {
    step,
    epoch,
    loss,
    learningRate,
    samplesPerSecond,
    secondsLeft,
    metrics,
  }: Extract<TrainEvent, { type: "step" }>,
  total: number,
): string {
  const own = Object.entries(metrics)
    .filter(([name]) => !/^(loss|gradientNorm|mutualInformationLimit)\b/.test(name))
    .map(([name, value]) => `  ${metricText(name, value, metrics)}`)
    .join("");
  return `step ${step}/${total}  epoch ${epoch + 1}  loss ${loss.toFixed(4)}${own}  lr ${learningRate.toExponential(1)}  ${samplesPerSecond.toFixed(0)} samples/s  ${duration(secondsLeft)} left`;
}

/** A method's own number, such as `perplexity 3.14`. */
export function metricText(name: string, value: number, all: Readonly<Record<string, number>>): string {
  if (name === "accuracy") return `accuracy ${(100 * value).toFixed(1)} %`;
  if (name === "mutualInformationBound") {
    // A lower bound, read off the batch that is trained on: it can say no more than the number of candidates lets it.
    const most = all.mutualInformationLimit;
    return `mutual information >= ${value.toPrecision(3)} nats${most === undefined ? "" : ` (bound at most ${most.toPrecision(3)})`}`;
  }
  return `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${value.toPrecision(3)}`;
}

function showStart({
  run,
  config,
  parameters,
  stepsPerEpoch,
  step,
  notes,
}: Extract<TrainEvent, { type: "started" }>): void {
  const { data, method, encoder, batchSize, accumulate, steps, optimizer, learningRate, seed, threads } =
    config;
  note(
    `${colors.bold(method.name)} on ${data.path} (${kindOf(data).described(data)}), ${encoder.name} with ${parameters.toLocaleString("en")} parameters`,
  );
  note(
    `batch ${accumulate === 1 ? batchSize : `${accumulate} x ${batchSize}`}, ${steps} steps (${stepsPerEpoch} an epoch), ${optimizer.name} at ${Number(learningRate.toPrecision(6))}, seed ${seed}, ${threads} ${threads === 1 ? "thread" : "threads"} -> ${run}`,
  );
  const positives = positiveLine(config);
  if (positives !== null) note(positives);
  for (const sentence of notes) noteOnce(sentence);
  if (step > 0) note(`Continuing after step ${step}.`);
}

/** Where positives come from, when not from the sample itself. */
function positiveLine(config: RunConfig): string | null {
  const positives = positivesOf(config);
  switch (positives.kind) {
    case "augmentation":
      return null;
    case "class":
      return "positives: other samples of the same class (labels are read)";
    case "time":
      return `positives: samples at most ${positives.window} place${positives.window === 1 ? "" : "s"} away in the same folder`;
    case "paired":
      return `positives: the samples of the same name in ${positives.path}`;
  }
}
