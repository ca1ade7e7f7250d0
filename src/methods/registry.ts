import type { MethodFactory } from "./method.js";
import { simclr } from "./simclr.js";
import { supervised } from "./supervised.js";

/** Every method, by name. */
export const methods: ReadonlyMap<string, MethodFactory> = new Map(
  [simclr, supervised].map((factory) => [factory.definition.name, factory as unknown as MethodFactory]),
);
