/** Training: from options to a run folder, as a stream of events. */

// Programs
export { bareConfig } from "./bare-config.js";
export { EMBEDDING, type EncodeProgram, encodeProgram, PROJECTION } from "./encode-program.js";
export { type EnergyProgram, energyProgram, incompatibleRow } from "./energy-program.js";
// Before a run
export { type Estimate, estimateRun } from "./estimate.js";
export type { MonitorValues, StepEvent, TrainEvent } from "./events.js";
// The loop
export { schedulesAt, stepFeeds } from "./feeds.js";
export { fitState } from "./fit-state.js";
export { type HostPhase, hostPhase } from "./host-phase.js";
export { measureSteps, type StepTimes, trainingSeconds } from "./measure-steps.js";
export { branch, ENCODER, HEAD, modelContext, standardise, toUnit } from "./model.js";
export { encoderOf, type Maker, methodOf, type OwnParts, partsOf } from "./parts.js";
export {
  decodeProgram,
  interpolateProgram,
  type PictureProgram,
  reconstructProgram,
  sampleProgram,
} from "./picture-program.js";
export { partnersFor, readsLabels } from "./positives.js";
export { type Positives, positivesOf } from "./positives-config.js";
export { pretrain } from "./pretrain.js";
export type { PretrainOptions, ResumeOptions } from "./pretrain-options.js";
export { previewViews } from "./preview.js";
export { availableMemory } from "./refuse-too-large.js";
export { mostThreads, resolveRun } from "./resolve.js";
// Runs on disk
export {
  type Checkpoint,
  checkpointPaths,
  readCheckpoint,
  writeCheckpoint,
} from "./run/checkpoint.js";
export { readRunConfig, writeRunConfig } from "./run/config-file.js";
export { findOwnData } from "./run/find-own-data.js";
export { latestCheckpoint } from "./run/latest-checkpoint.js";
export { type OpenedRun, openRun } from "./run/open-run.js";
export { refuseOtherPictures, refuseOtherPlace, shareOfOwn } from "./run/own-pictures.js";
export { type Places, placesOf } from "./run/places.js";
export { refuseOtherMethod } from "./run/refuse-other-method.js";
export {
  createRunFolder,
  type RunFolder,
  refuseNonEmpty,
  runFolder,
  runHome,
} from "./run/run-folder.js";
export { isLock, type LockedWork, lockFolder } from "./run/run-lock.js";
export { keepSeen, readSeen } from "./run/seen-samples.js";
export { type DataConfig, dataConfig, type RunConfig, runConfig } from "./run-config.js";
export { channelStatistics, divide, type OpenSamples, openAs, openRunData, type Samples } from "./samples.js";
export { type StepMemory, stepMemory } from "./step-memory.js";
export type { StepParts } from "./step-parts.js";
export { type StepProgram, stepProgram } from "./step-program.js";
// A trained encoder
export { makeEncoder, type OpenEncoderOptions, openEncoder, type TrainedEncoder } from "./trained-encoder.js";
export { batches, prepareTraining, type Training } from "./training.js";
// What views are drawn from
export {
  drawsCrops,
  type ViewArrays,
  type ViewNeeds,
  type ViewPictures,
  viewFeeds,
  viewInputs,
  viewNeeds,
  viewSource,
} from "./view-inputs.js";
export { type WeighedRun, weighRun, weighStep } from "./weigh-run.js";
export { type ChosenWeights, settleWeights, type Weights, weightChoices } from "./weights.js";
