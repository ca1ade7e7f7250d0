/** What a run draws: reconstructions, samples and walks between pictures, as sheets. */
export {
  type Coloured,
  type ColouredBy,
  type ColouriseOptions,
  colouriseFiles,
} from "./colourise-files.js";
export type { Coverage } from "./coverage.js";
export { type Drawing, type OpenDrawingOptions, openDrawing } from "./open-drawing.js";
export { type Reconstructed, type ReconstructOptions, reconstructRun } from "./reconstruct-run.js";
export { type Sampled, type SampleOptions, sampleRun } from "./sample-run.js";
