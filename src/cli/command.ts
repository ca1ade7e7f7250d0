import type { Command } from "commander";

/** One command of the command line: one file, loaded only when it is used. */
export interface CliCommand {
  readonly name: string;
  readonly summary: string;
  /** At least two command lines that work; `argv` as in `register`. */
  readonly examples: readonly string[] | ((argv: readonly string[]) => readonly string[]);
  /** Adds arguments, options and the action. `argv` lets options depend on others, such as a method's own. */
  register(command: Command, argv: readonly string[]): void | Promise<void>;
}

export function defineCommand(command: CliCommand): CliCommand {
  return command;
}
