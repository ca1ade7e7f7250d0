import type { DecodeCost } from "../data/index.js";
import { kindOf } from "../kinds/index.js";
import { availableMemory, type Estimate } from "../train/index.js";
import { mebibytes } from "./plan-view.js";
import { duration, inWords, print, printJson } from "./terminal.js";

/** What it takes to decode pictures, in a sentence. */
export function decodingText({ name, pictures, measured, seconds, kept }: DecodeCost): string {
  const all = pictures.toLocaleString("en");
  const sizes = kept.map(
    ({ size, bytes, storedIn }, i) =>
      `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB ${storedIn === "memory" ? "in memory" : "on disk"} at ${size.join("x")}${i === 0 ? "" : ", whole, for crops"}`,
  );
  const time =
    measured === 0
      ? "are decoded already and come from the cache"
      : `take about ${seconds < 10 ? `${seconds.toFixed(1)}s` : duration(seconds)} to decode, ${((1000 * seconds) / pictures).toFixed(1)} ms each (measured on ${measured} of them)`;
  return `The ${all} pictures of ${name} ${time}: ${sizes.join(", and ")}.`;
}

/** Prints what a run will cost. */
export function showEstimate(estimate: Estimate, json: boolean): void {
  if (json) {
    printJson(estimate);
    return;
  }
  const {
    config,
    notes,
    decoding,
    parameters,
    graphNodes,
    stateBytes,
    activationBytes,
    peakBytes,
    compileSeconds,
    stepSeconds,
    firstPhaseSeconds,
    phaseSeconds,
    isPlain,
    phaseEvery,
    stepsPerEpoch,
    totalSeconds,
  } = estimate;
  const rows = [
    ["data", `${config.data.path}, ${kindOf(config.data).described(config.data)}`],
    ...notes.map((sentence) => ["", inWords(sentence)]),
    ...decoding.map((cost) => ["decoding", decodingText(cost)]),
    ["method", `${config.method.name} ${JSON.stringify(config.method.options)}`],
    ["encoder", `${config.encoder.name} ${JSON.stringify(config.encoder.options)}`],
    [
      "optimiser",
      `${config.optimizer.name} ${JSON.stringify(config.optimizer.options)}, peak rate ${config.learningRate}, ${config.schedule}`,
    ],
    [
      "views",
      isPlain
        ? `${kindOf(config.data).called.many} as they are`
        : config.augment.map(({ name }) => name).join(", "),
    ],
    ["parameters", parameters.toLocaleString("en")],
    ["graph", `${graphNodes} nodes, compiled in ${compileSeconds.toFixed(1)} s`],
    [
      "memory",
      `about ${mebibytes(peakBytes)} at most: ${mebibytes(stateBytes)} of state, ${mebibytes(activationBytes)} of activations, the runtime; there are ${mebibytes(availableMemory())}`,
    ],
    [
      "one step",
      `${(1000 * stepSeconds).toFixed(0)} ms, ${((config.accumulate * config.batchSize) / stepSeconds).toFixed(0)} samples/s (measured)${config.accumulate === 1 ? "" : `: ${config.accumulate} batches of ${config.batchSize}`}`,
    ],
    ...(phaseEvery === null
      ? []
      : [
          [
            "between",
            `${firstPhaseSeconds.toFixed(1)} s of work before the first step, then ${phaseSeconds.toFixed(1)} s every ${phaseEvery} steps (measured)`,
          ],
        ]),
    [
      "the run",
      `${config.steps} steps, ${stepsPerEpoch} an epoch: about ${duration(totalSeconds)}, done at ${new Date(Date.now() + 1000 * totalSeconds).toTimeString().slice(0, 5)}`,
    ],
  ];
  for (const [name = "", value] of rows) print(`${name.padEnd(11)} ${value}`);
}
