/** Methods: how to learn from samples without (or, for the baseline, with) labels. */

export { adversarialAutoencoder } from "./adversarial-autoencoder.js";
export { autoencoder } from "./autoencoder.js";
export { barlowTwins } from "./barlow-twins.js";
export { bigan } from "./bigan.js";
export { byol } from "./byol.js";
export { causalEncoder } from "./causal-encoder.js";
export { causalLanguageModel } from "./causal-language-model.js";
export { cmc } from "./cmc.js";
export { GREY_PANEL } from "./colour-pictures.js";
export { colouringMethods } from "./colouring.js";
export { colourise } from "./colourise.js";
export { colouriseRegression } from "./colourise-regression.js";
export { contextEncoder } from "./context-encoder.js";
export { contractiveAutoencoder } from "./contractive-autoencoder.js";
export type { Coupling } from "./coupling.js";
export { deepclusterV2 } from "./deepcluster-v2.js";
export { denoisingAutoencoder } from "./denoising-autoencoder.js";
export { denoisingText } from "./denoising-text.js";
export { dino } from "./dino.js";
export { empSsl } from "./emp-ssl.js";
export { exemplar } from "./exemplar.js";
export { gan } from "./gan.js";
export { iJepa } from "./i-jepa.js";
export { ibot } from "./ibot.js";
export { instanceDiscrimination } from "./instance-discrimination.js";
export { jigsaw } from "./jigsaw.js";
export { lejepa } from "./lejepa.js";
export { mae } from "./mae.js";
export { maskedAutoencoder } from "./masked-autoencoder.js";
export { maskedLanguageModel } from "./masked-language-model.js";
export {
  defineMethod,
  type Family,
  type Method,
  type MethodDefinition,
  type MethodFactory,
  type Taxonomy,
} from "./method.js";
export { mocoV2 } from "./moco-v2.js";
export { mocoV3 } from "./moco-v3.js";
export { msn } from "./msn.js";
export { nPair } from "./n-pair.js";
export { neighbourSide } from "./neighbouring-patches.js";
export { nnclr } from "./nnclr.js";
export { patchPosition } from "./patch-position.js";
export type { Phase, PhaseContext, StateArray } from "./phase.js";
export { pretextMix } from "./pretext-mix.js";
export { type GroupRecipe, type Recipe, recipeRate } from "./recipe.js";
export { methods } from "./registry.js";
export { rotation } from "./rotation.js";
export { siamese } from "./siamese.js";
export { simclr } from "./simclr.js";
export { simcse } from "./simcse.js";
export { simmim } from "./simmim.js";
export { simsiam } from "./simsiam.js";
export { sparseAutoencoder } from "./sparse-autoencoder.js";
export type {
  Branch,
  EnergyContext,
  ModelContext,
  ModelOf,
  PictureBranch,
  PictureContext,
  PictureModel,
  PicturePairs,
  PictureStep,
  Reconstruction,
  SamplePair,
  SeenSamples,
  StepBatch,
  StepContext,
  StepResult,
  Surprise,
  ViewGroup,
} from "./step.js";
export { supcon } from "./supcon.js";
export { supervised } from "./supervised.js";
export { swav } from "./swav.js";
export { tico } from "./tico.js";
export type { TokenPrediction } from "./token-prediction.js";
export { triplet } from "./triplet.js";
export { tsdae } from "./tsdae.js";
export { vae } from "./vae.js";
export { vampire } from "./vampire.js";
export { vicreg } from "./vicreg.js";
export { visreg } from "./visreg.js";
export { vqVae } from "./vq-vae.js";
export { wMse } from "./w-mse.js";
export { wganGp } from "./wgan-gp.js";
