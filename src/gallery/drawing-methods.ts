import { methods } from "../methods/index.js";

/** Names of the methods with a generator: those that draw new pictures. */
export const generatingMethods = (): string =>
  [...methods.values()]
    .flatMap(({ definition }) => (definition.generator === undefined ? [] : [definition.name]))
    .join(", ");

/** Names of the methods that make something of given pictures. */
export const reconstructingMethods = (): string =>
  [...methods.values()]
    .flatMap(({ definition }) => (definition.reconstruct === undefined ? [] : [definition.name]))
    .join(", ");
