/** Runnable experiments that test a claim. */

export {
  type CompareEvent,
  type CompareOptions,
  type ComparisonRecord,
  type ComparisonRow,
  compare,
  comparisonRows,
  comparisonSections,
  comparisonTable,
  hours,
  type Plan,
  type PlannedComparison,
  planComparison,
  readPlan,
  readRecords,
  referenceMethod,
  relativeCost,
  sharedOptions,
  showMachine,
  thisMachine,
  titleOf,
  writeComparison,
} from "./compare/index.js";
export { type CaseResult, conformance, countLine, resultLine } from "./conformance/index.js";
export { namesIn } from "./names-in.js";
export type { PlannedTime, PlannedTraining, PlannedWork } from "./planned-work.js";
export { studies } from "./registry.js";
export {
  defineStudy,
  type Study,
  type StudyContext,
  type StudyDefinition,
  type StudyEvent,
  type StudyPlan,
} from "./study.js";
