import { adversarialAutoencoder } from "./adversarial-autoencoder.js";
import { autoencoder } from "./autoencoder.js";
import { barlowTwins } from "./barlow-twins.js";
import { bigan } from "./bigan.js";
import { byol } from "./byol.js";
import { causalLanguageModel } from "./causal-language-model.js";
import { cmc } from "./cmc.js";
import { colourise } from "./colourise.js";
import { colouriseRegression } from "./colourise-regression.js";
import { contextEncoder } from "./context-encoder.js";
import { contractiveAutoencoder } from "./contractive-autoencoder.js";
import { deepclusterV2 } from "./deepcluster-v2.js";
import { denoisingAutoencoder } from "./denoising-autoencoder.js";
import { denoisingText } from "./denoising-text.js";
import { dino } from "./dino.js";
import { empSsl } from "./emp-ssl.js";
import { exemplar } from "./exemplar.js";
import { gan } from "./gan.js";
import { iJepa } from "./i-jepa.js";
import { ibot } from "./ibot.js";
import { instanceDiscrimination } from "./instance-discrimination.js";
import { jigsaw } from "./jigsaw.js";
import { lejepa } from "./lejepa.js";
import { mae } from "./mae.js";
import { maskedAutoencoder } from "./masked-autoencoder.js";
import { maskedLanguageModel } from "./masked-language-model.js";
import type { MethodFactory } from "./method.js";
import { mocoV2 } from "./moco-v2.js";
import { mocoV3 } from "./moco-v3.js";
import { msn } from "./msn.js";
import { nPair } from "./n-pair.js";
import { nnclr } from "./nnclr.js";
import { patchPosition } from "./patch-position.js";
import { pretextMix } from "./pretext-mix.js";
import { rotation } from "./rotation.js";
import { siamese } from "./siamese.js";
import { simclr } from "./simclr.js";
import { simcse } from "./simcse.js";
import { simmim } from "./simmim.js";
import { simsiam } from "./simsiam.js";
import { sparseAutoencoder } from "./sparse-autoencoder.js";
import { supcon } from "./supcon.js";
import { supervised } from "./supervised.js";
import { swav } from "./swav.js";
import { tico } from "./tico.js";
import { triplet } from "./triplet.js";
import { tsdae } from "./tsdae.js";
import { vae } from "./vae.js";
import { vampire } from "./vampire.js";
import { vicreg } from "./vicreg.js";
import { visreg } from "./visreg.js";
import { vqVae } from "./vq-vae.js";
import { wMse } from "./w-mse.js";
import { wganGp } from "./wgan-gp.js";

/** Every method, by name. */
export const methods: ReadonlyMap<string, MethodFactory> = new Map(
  [
    siamese,
    triplet,
    nPair,
    instanceDiscrimination,
    cmc,
    simclr,
    supcon,
    mocoV2,
    mocoV3,
    nnclr,
    byol,
    simsiam,
    dino,
    ibot,
    swav,
    deepclusterV2,
    msn,
    wMse,
    barlowTwins,
    vicreg,
    tico,
    empSsl,
    lejepa,
    visreg,
    autoencoder,
    denoisingAutoencoder,
    maskedAutoencoder,
    sparseAutoencoder,
    contractiveAutoencoder,
    vae,
    vqVae,
    contextEncoder,
    mae,
    simmim,
    iJepa,
    gan,
    wganGp,
    bigan,
    adversarialAutoencoder,
    exemplar,
    patchPosition,
    jigsaw,
    colourise,
    colouriseRegression,
    rotation,
    pretextMix,
    maskedLanguageModel,
    causalLanguageModel,
    simcse,
    tsdae,
    denoisingText,
    vampire,
    supervised,
  ].map((factory) => [factory.definition.name, factory as unknown as MethodFactory]),
);
