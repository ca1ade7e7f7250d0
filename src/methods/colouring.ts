import { methods } from "./registry.js";

/** Names of the methods that colour pictures, for those who have another. */
export const colouringMethods: readonly string[] = [...methods.values()].flatMap(({ definition }) =>
  definition.colours ? [definition.name] : [],
);
