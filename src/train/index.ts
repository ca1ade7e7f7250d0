/** The loop: a run made ready, begun or gone on with, step after step, as a stream of events. */
export { sampleDraws, samplesAtOnce } from "./draw-samples.js";
export { type Estimate, estimateRun } from "./estimate.js";
export type { MonitorValues, SamplesEvent, StepEvent, TrainEvent } from "./events.js";
export { microFeeds, schedulesAt, stepFeeds } from "./feeds.js";
export { type HostPhase, hostPhase } from "./host-phase.js";
export { type LoadedStep, loadStep } from "./load-step.js";
export { measureSteps, type StepTimes, trainingSeconds } from "./measure-steps.js";
export { pretrain } from "./pretrain.js";
export { availableMemory } from "./refuse-too-large.js";
export { batches, prepareTraining, type Training } from "./training.js";
export { type WeighedRun, weighRun } from "./weigh-run.js";
export { weighStep } from "./weigh-step.js";
