import type { Command } from "commander";
import { fillBlanks } from "../generate/index.js";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { ownParts } from "./config-options.js";
import { addEncoderOptions } from "./encoder-options.js";
import { number } from "./schema-options.js";
import { note, print, printJson, warn } from "./terminal.js";

export const fillCommand = defineCommand({
  name: "fill",
  summary: "Tell which tokens may stand in the blanks of a text, with their probabilities.",
  examples: [
    "unlabel pretrain letters.txt --method masked-language-model --out runs/words",
    'unlabel fill runs/words "Dear [MASK], I hope you are well."',
    'unlabel fill runs/words "The [MASK] ate the [MASK]." --top 10 --json',
  ],
  register(command) {
    command
      .argument(
        "<run>",
        "a run of a method that says hidden tokens (`unlabel list methods`), or a checkpoint",
      )
      .argument("<text>", "a text with [MASK] where a token is missing")
      .option("--top <n>", "tokens that are told of each blank", number({ integer: true, min: 1 }), 5);
    addEncoderOptions(command);
    command
      .option("--json", "tokens and probabilities as JSON on stdout")
      .action((run: string, text: string, flags: Flags) => fill(run, text, flags, command));
  },
});

interface Flags {
  readonly top: number;
  readonly json?: boolean;
}

async function fill(run: string, text: string, { top, json }: Flags, command: Command): Promise<void> {
  const found = await fillBlanks({ ...(await ownParts(command)), run, text, top, onWarning: warn });
  const blanks = found.blanks.map(({ candidates }) => candidates);
  if (json) return printJson({ text: found.text, blanks });
  print(
    textTable({
      columns: [...(blanks.length === 1 ? [] : ["blank"]), "token", "probability"],
      rows: blanks.flatMap((candidates, i) =>
        candidates.map(({ token, probability }) => [
          ...(blanks.length === 1 ? [] : [i + 1]),
          token,
          probability.toFixed(4),
        ]),
      ),
    }),
  );
  note(found.text);
}
