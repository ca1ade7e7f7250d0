import { cmc } from "./cmc.js";
import { instanceDiscrimination } from "./instance-discrimination.js";
import type { MethodFactory } from "./method.js";
import { mocoV2 } from "./moco-v2.js";
import { mocoV3 } from "./moco-v3.js";
import { nnclr } from "./nnclr.js";
import { siamese } from "./siamese.js";
import { simclr } from "./simclr.js";
import { supcon } from "./supcon.js";
import { supervised } from "./supervised.js";
import { triplet } from "./triplet.js";

/** Every method, by name. */
export const methods: ReadonlyMap<string, MethodFactory> = new Map(
  [siamese, triplet, instanceDiscrimination, cmc, simclr, supcon, mocoV2, mocoV3, nnclr, supervised].map(
    (factory) => [factory.definition.name, factory as unknown as MethodFactory],
  ),
);
