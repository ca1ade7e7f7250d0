/** What a run draws: its training as it goes on, views, reconstructions, samples and walks between pictures. */
export {
  type Coloured,
  type ColouredBy,
  type ColouriseOptions,
  colouriseFiles,
} from "./colourise-files.js";
export type { Coverage } from "./coverage.js";
export { type Drawing, type OpenDrawingOptions, openDrawing } from "./open-drawing.js";
export { pretrain } from "./pretrain.js";
export { previewViews } from "./preview.js";
export { type Reconstructed, type ReconstructOptions, reconstructRun } from "./reconstruct-run.js";
export { type Sampled, type SampleOptions, sampleRun } from "./sample-run.js";
