/** A trained encoder leaves the house: model files that run elsewhere, embeddings, nearest neighbours. */

// Model files
export { CHECK_TOLERANCE, checkModel, type ModelCheck } from "./check-model.js";
// Embeddings
export { type Embedded, type EmbedOptions, embedRun } from "./embed-run.js";
export { type Exported, type ExportOptions, exportRun } from "./export-run.js";
export {
  findNeighbours,
  type Neighbour,
  type NeighbourOptions,
  type Neighbours,
} from "./find-neighbours.js";
export { type DataOptions, openForRun } from "./open-data.js";
export { type ExportInput, exportProgram } from "./pictures/export-program.js";
export { portableModel } from "./pictures/portable-model.js";
export { preprocessorConfig } from "./pictures/preprocessing.js";
// What a card says of an evaluation
export { readScores, type ScoredRun } from "./run-scores.js";
