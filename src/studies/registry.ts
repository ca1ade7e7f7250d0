import { collapseStudy } from "./collapse/index.js";
import type { Study } from "./study.js";

/** Every study, by name. */
export const studies: ReadonlyMap<string, Study> = new Map(
  [collapseStudy].map((study) => [study.definition.name, study]),
);
