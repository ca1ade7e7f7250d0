import { codeStudy } from "./codes/index.js";
import { collapseStudy } from "./collapse/index.js";
import { decodingStudy } from "./decoding/index.js";
import { linearStudy } from "./linear-autoencoders/index.js";
import { shortcutStudy } from "./shortcuts/index.js";
import type { Study } from "./study.js";

/** Every study, by name. */
export const studies: ReadonlyMap<string, Study> = new Map(
  [codeStudy, collapseStudy, decodingStudy, linearStudy, shortcutStudy].map((study) => [
    study.definition.name,
    study,
  ]),
);
