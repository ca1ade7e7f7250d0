/** Reference cases from elsewhere, run on the real engine. */
export { type CaseFile, readCaseFile } from "./case-file.js";
export { type CaseResult, countLine, resultLine } from "./case-result.js";
export { conformance } from "./conformance.js";
