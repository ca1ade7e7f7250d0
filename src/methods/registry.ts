import { barlowTwins } from "./barlow-twins.js";
import { cmc } from "./cmc.js";
import { empSsl } from "./emp-ssl.js";
import { instanceDiscrimination } from "./instance-discrimination.js";
import { lejepa } from "./lejepa.js";
import type { MethodFactory } from "./method.js";
import { mocoV2 } from "./moco-v2.js";
import { mocoV3 } from "./moco-v3.js";
import { nnclr } from "./nnclr.js";
import { siamese } from "./siamese.js";
import { simclr } from "./simclr.js";
import { supcon } from "./supcon.js";
import { supervised } from "./supervised.js";
import { tico } from "./tico.js";
import { triplet } from "./triplet.js";
import { vicreg } from "./vicreg.js";
import { visreg } from "./visreg.js";
import { wMse } from "./w-mse.js";

/** Every method, by name. */
export const methods: ReadonlyMap<string, MethodFactory> = new Map(
  [
    siamese,
    triplet,
    instanceDiscrimination,
    cmc,
    simclr,
    supcon,
    mocoV2,
    mocoV3,
    nnclr,
    wMse,
    barlowTwins,
    vicreg,
    tico,
    empSsl,
    lejepa,
    visreg,
    supervised,
  ].map((factory) => [factory.definition.name, factory as unknown as MethodFactory]),
);
