/** How much a code may hold, and what it is worth. */
export { codeStudy } from "./code-study.js";
