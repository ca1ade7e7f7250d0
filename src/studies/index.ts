/** Runnable experiments that test a claim. */
export { type CaseResult, conformance, countLine, resultLine } from "./conformance/index.js";
