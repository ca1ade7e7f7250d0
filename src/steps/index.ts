/** Programs of a run: views, forward pass, loss, gradients and updates as one step; encoding, energies, pictures. */
export { type CutStep, cutStep } from "./cut-step.js";
export { EMBEDDING, type EncodeProgram, encodeProgram, PROJECTION } from "./encode-program.js";
export { type EnergyProgram, energyProgram, incompatibleRow } from "./energy-program.js";
export { branch, ENCODER, HEAD, modelContext, pictureModel } from "./model.js";
export {
  type NextTokenNet,
  type NextTokenPrograms,
  nextTokenPrograms,
  type ReadTokens,
} from "./next-token-program.js";
export { drawPairedViews } from "./paired-views.js";
export {
  decodeProgram,
  interpolateProgram,
  type PictureProgram,
  reconstructProgram,
  sampleProgram,
} from "./picture-program.js";
export { programsOf, type StepMemory, stepMemory, type WeighedStep } from "./step-memory.js";
export { type StepProgram, stepProgram } from "./step-program.js";
export { type SurpriseProgram, surpriseProgram } from "./surprise-program.js";
export { hiddenTokenProgram, nextTokenNet, type TokenModel } from "./token-predictions.js";
export { SCHEDULES } from "./trace-gradients.js";
export type { TracedStep } from "./traced-step.js";
