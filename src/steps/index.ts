/** Programs of a run: views, forward pass, loss, gradients and updates as one step; encoding, energies, pictures. */
export { EMBEDDING, type EncodeProgram, encodeProgram, PROJECTION } from "./encode-program.js";
export { type EnergyProgram, energyProgram, incompatibleRow } from "./energy-program.js";
export { branch, ENCODER, HEAD, modelContext, standardise, toUnit } from "./model.js";
export { drawPairedViews } from "./paired-views.js";
export {
  decodeProgram,
  interpolateProgram,
  type PictureProgram,
  reconstructProgram,
  sampleProgram,
} from "./picture-program.js";
export { type StepMemory, stepMemory } from "./step-memory.js";
export { type StepProgram, stepProgram } from "./step-program.js";
export {
  drawsCrops,
  type ViewArrays,
  type ViewNeeds,
  type ViewPictures,
  viewFeeds,
  viewInputs,
  viewNeeds,
} from "./view-inputs.js";
