/** Configuration: one schema for a run's options, read from flags, environment and file. */

// Writing a configuration file
export { type Config, defineConfig, type PartConfig } from "./define-config.js";
// Where settings come from
export { environmentLayer } from "./environment.js";
// The schema, and words for its fields
export { type FieldFacts, fieldFacts } from "./field-facts.js";
export { fileLayer } from "./file-layer.js";
export { findConfig } from "./find-config.js";
export { fromText } from "./from-text.js";
export { type Layer, mergeLayers, partName, type Setting } from "./layer.js";
export { defaultParts, isMadePart, type PartFactory, partFactories, partFactory } from "./part-schema.js";
export { thrown } from "./plain-settings.js";
export { readConfig } from "./read-config.js";
export {
  type PartKind,
  partKinds,
  type RunOption,
  type RunOptions,
  runOptionNames,
  runOptions,
} from "./run-options.js";
// All settings checked
export { type SettledOptions, settle } from "./settle.js";
export { flagOf, variableOf } from "./spelling.js";
