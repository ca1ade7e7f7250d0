/** From what was said to what a run does: options to a configuration. */
export { type Moved, movedRun, movedTo } from "./moved-run.js";
export { placesOf } from "./places.js";
export type { PretrainOptions, ResumeOptions } from "./pretrain-options.js";
export { mostThreads, resolveRun } from "./resolve.js";
