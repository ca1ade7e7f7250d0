/** Runnable experiments that test a claim. */

export { referenceMethod, relativeCost } from "./compare/index.js";
export { type CaseResult, conformance, countLine, resultLine } from "./conformance/index.js";
export { studies } from "./registry.js";
export {
  defineStudy,
  type Study,
  type StudyContext,
  type StudyDefinition,
  type StudyEvent,
} from "./study.js";
