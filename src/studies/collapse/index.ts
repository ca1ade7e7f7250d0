/** Collapse on demand: methods with and without what keeps them from it. */
export { collapseStudy } from "./collapse-study.js";
