/** The command line: `main.ts` is the program. */
export { runCommand, tellFailure } from "./run-command.js";
