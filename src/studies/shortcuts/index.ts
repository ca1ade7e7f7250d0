/** Shortcuts: what tasks are solved by instead of what they were meant to teach, and what keeps from it. */
export { shortcutStudy } from "./shortcut-study.js";
