/**
 * unlabel: self-supervised learning in TypeScript. Pretrain an encoder without labels, see what it learned, use it.
 *
 * The front door has the words of the command line and the ways to add something of your own. What people write
 * tensors, layers and losses with is behind one door a room, so that names stay short: `unlabel/tensor`,
 * `unlabel/nn`, `unlabel/losses`, `unlabel/grad`, `unlabel/optim`, `unlabel/engine` and so on.
 *
 * @example Pretrain on a folder of pictures, then embed it.
 * ```ts
 * import { openEncoder, openForRun, pretrain, simclr } from "unlabel";
 *
 * for await (const event of pretrain({ data: "photos", method: simclr({ temperature: 0.1 }), out: "runs/photos" })) {
 *   if (event.type === "step") console.log(event.step, event.loss);
 * }
 * const encoder = await openEncoder("runs/photos");
 * const { data, width } = await encoder.embed(await openForRun(encoder.config, "photos"));
 * ```
 *
 * @module
 */

// Pretrain

export { pretrain, previewViews } from "./gallery/index.js";
export { readRunConfig } from "./runs/index.js";
export type { PretrainOptions, ResumeOptions } from "./settle/index.js";
export type { RunConfig } from "./setup/index.js";
export { type Estimate, estimateRun, type TrainEvent } from "./train/index.js";

// Use what was learned

export {
  type EmbedOptions,
  type ExportOptions,
  embedRun,
  exportRun,
  findNeighbours,
  type NeighbourOptions,
  openForRun,
} from "./export/index.js";
export { cosineSearch, type Features, featuresOf, knnClassify, neighbours } from "./metrics/index.js";
export { type OpenEncoderOptions, openEncoder, type TrainedEncoder } from "./trained/index.js";

// Did it help?

export {
  type EnergyOptions,
  type EvaluateEvent,
  type EvaluateOptions,
  type Evaluation,
  evaluateRun,
  linearProbe,
  measureEnergy,
  measureSurprise,
  type PlannedEvaluation,
  planEvaluation,
  type RetrieveOptions,
  retrieveAcross,
} from "./evaluate/index.js";
export {
  type Coloured,
  type ColouriseOptions,
  colouriseFiles,
  type Reconstructed,
  type ReconstructOptions,
  reconstructRun,
  type Sampled,
  type SampleOptions,
  sampleRun,
} from "./gallery/index.js";
export {
  type FilledBlanks,
  type FillOptions,
  fillBlanks,
  type GenerateOptions,
  generateTexts,
  streamTexts,
  type WrittenText,
} from "./generate/index.js";
export {
  type CompareEvent,
  type CompareOptions,
  compare,
  defineStudy,
  type PlannedComparison,
  planComparison,
  type Study,
  type StudyPlan,
  studies,
} from "./studies/index.js";

// What there is, by name, and the makers

export { augmentations } from "./augment/index.js";
export { colourisation, convnet, encoders, linear, mlp, resnet, vit } from "./encoders/index.js";
export {
  adversarialAutoencoder,
  autoencoder,
  barlowTwins,
  bigan,
  byol,
  cmc,
  colourise,
  colouriseRegression,
  contextEncoder,
  contractiveAutoencoder,
  deepclusterV2,
  denoisingAutoencoder,
  dino,
  empSsl,
  exemplar,
  gan,
  ibot,
  iJepa,
  instanceDiscrimination,
  jigsaw,
  lejepa,
  mae,
  maskedAutoencoder,
  methods,
  mocoV2,
  mocoV3,
  msn,
  nnclr,
  patchPosition,
  pretextMix,
  rotation,
  siamese,
  simclr,
  simmim,
  simsiam,
  sparseAutoencoder,
  supcon,
  supervised,
  swav,
  tico,
  triplet,
  vae,
  vicreg,
  visreg,
  vqVae,
  wganGp,
  wMse,
} from "./methods/index.js";
export { adamw, lars, optimizers, sgd } from "./optim/index.js";

// Data

export {
  createLoader,
  type ImageOptions,
  type ImageSource,
  openImages,
  split,
  takePerClass,
} from "./data/index.js";
export { openTexts, type TextOptions, type TextSource } from "./texts/index.js";

// Something of your own; `z` is the zod that schemas of options are written with

export { z } from "zod";
export { type Augmentation, type AugmentationDefinition, defineAugmentation } from "./augment/index.js";
export { defineEncoder, type Encoder, type EncoderDefinition } from "./encoders/index.js";
export { defineMethod, type Method, type MethodDefinition } from "./methods/index.js";
export { defineOptimizer, type Optimizer, type OptimizerDefinition } from "./optim/index.js";

// Configuration

export { type Config, defineConfig } from "./config/index.js";

// Engines that run compiled programs

export { type Engine, inlineEngine, nodeEngine } from "./engine/index.js";

// Errors

export {
  CheckpointError,
  ConfigError,
  DataError,
  DivergenceError,
  EngineError,
  ShapeError,
  UnlabelError,
} from "./errors.js";
