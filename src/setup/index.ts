/** What a run is set up of: the configuration that settles it, and the method, encoder and optimiser that it names. */
export { bareConfig, barePictures, barePicturesData, nowhere } from "./bare-config.js";
export { encoderOf, type Maker, methodOf, type OwnParts, partsOf } from "./parts.js";
export type { Places } from "./places-config.js";
export { type Positives, positivesOf } from "./positives-config.js";
export { feedsLabels, readsLabels } from "./reads-labels.js";
export { canAccumulate, coupledError, refuseCoupled } from "./refuse-coupled.js";
export { mostThreadsAnywhere, type RunConfig, runConfig } from "./run-config.js";
export type { RunParts } from "./run-parts.js";
export { seesPlain } from "./sees-plain.js";
export { type ChosenWeights, settleWeights, standingFor, type Weights, weightChoices } from "./weights.js";
