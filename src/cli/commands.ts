import type { CliCommand } from "./command.js";

interface Loader {
  readonly summary: string;
  readonly load: () => Promise<CliCommand>;
}

/** Every command, in the order of a person's first hour. Summaries stand here so that help loads nothing. */
export const commandLoaders: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  [
    "pretrain",
    {
      summary: "Pretrain an encoder on unlabelled samples.",
      load: async () => (await import("./pretrain.js")).pretrainCommand,
    },
  ],
]);
