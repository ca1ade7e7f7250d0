/** Methods beside each other: same encoder, same budget, same judge. */
export { compare } from "./compare.js";
export type { CompareEvent } from "./compare-event.js";
export { type CompareOptions, sharedOptions } from "./compare-options.js";
export { comparisonSections, hours, titleOf, writeComparison } from "./comparison-report.js";
export { type ComparisonRow, comparisonRows } from "./comparison-rows.js";
export { comparisonTable } from "./comparison-table.js";
export { firstDifference, show } from "./first-difference.js";
export { type Machine, showMachine, thisMachine } from "./machine.js";
export { type Plan, readPlan } from "./plan.js";
export { type PlannedComparison, planComparison } from "./plan-comparison.js";
export { type ComparisonRecord, readRecords } from "./records.js";
export { referenceMethod, relativeCost } from "./step-cost.js";
