import type { Estimate } from "../train/index.js";
import { duration, print, printJson } from "./terminal.js";

/** Prints what a run will cost. */
export function showEstimate(estimate: Estimate, json: boolean): void {
  if (json) {
    printJson(estimate);
    return;
  }
  const {
    config,
    notes,
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
  const [height, width] = config.data.size;
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  const rows = [
    [
      "data",
      `${config.data.path}, ${height}x${width}, ${config.data.channels} ${config.data.channels === 1 ? "channel" : "channels"}`,
    ],
    ...notes.map((sentence) => ["", sentence]),
    ["method", `${config.method.name} ${JSON.stringify(config.method.options)}`],
    ["encoder", `${config.encoder.name} ${JSON.stringify(config.encoder.options)}`],
    [
      "optimiser",
      `${config.optimizer.name} ${JSON.stringify(config.optimizer.options)}, peak rate ${config.learningRate}, ${config.schedule}`,
    ],
    ["views", isPlain ? "pictures as they are" : config.augment.map(({ name }) => name).join(", ")],
    ["parameters", parameters.toLocaleString("en")],
    ["graph", `${graphNodes} nodes, compiled in ${compileSeconds.toFixed(1)} s`],
    [
      "memory",
      `about ${mebibytes(peakBytes)} at most: ${mebibytes(stateBytes)} of state, ${mebibytes(activationBytes)} of activations, the runtime`,
    ],
    [
      "one step",
      `${(1000 * stepSeconds).toFixed(0)} ms, ${(config.batchSize / stepSeconds).toFixed(0)} images/s (measured)`,
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
