/** Programs of a run: views, forward pass, loss, gradients and updates as one step; encoding, energies, pictures. */
export { EMBEDDING, type EncodeProgram, encodeProgram, PROJECTION } from "./encode-program.js";
export { type EnergyProgram, energyProgram, incompatibleRow } from "./energy-program.js";
export { branch, ENCODER, HEAD, modelContext } from "./model.js";
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
