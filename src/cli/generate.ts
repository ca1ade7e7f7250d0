import { type Command, Option } from "commander";
import { streamTexts, type WrittenText } from "../generate/index.js";
import { defineCommand } from "./command.js";
import { ownParts } from "./config-options.js";
import { addEncoderOptions } from "./encoder-options.js";
import { number } from "./schema-options.js";
import { print, printJson, printPiece, warn } from "./terminal.js";

export const generateCommand = defineCommand({
  name: "generate",
  summary: "Write texts with a run that learned to say the next token.",
  examples: [
    "unlabel pretrain letters.txt --method causal-language-model --out runs/letters",
    'unlabel generate runs/letters --prompt "Dear friend," --temperature 0.8',
    'unlabel generate runs/letters --prompt "Dear friend," --beams 4 --normalise penalty --count 3',
  ],
  register(command) {
    command
      .argument(
        "<run>",
        "a run of a method that says the next token (`unlabel list methods`), or a checkpoint",
      )
      .option(
        "--prompt <text>",
        "what to go on from; several times for several texts (default: a beginning)",
        collected,
      )
      .option("--tokens <n>", "new tokens of a text, at most", number({ integer: true, min: 1 }), 200)
      .option("--count <n>", "texts for each prompt", number({ integer: true, min: 1, max: 1024 }), 1)
      .option(
        "--temperature <t>",
        "below 1 the likely is drawn more often, above 1 less; 0 takes the likeliest (default: 1)",
        number({ min: 0 }),
      )
      .option("--top-k <n>", "draw from the n likeliest tokens only", number({ integer: true, min: 1 }))
      .option(
        "--top-p <share>",
        "draw from the fewest of the likeliest tokens that have this share of probability",
        number({ min: 0, max: 1, exclusive: true }),
      )
      .option("--seed <n>", "other draws", number({ integer: true, min: 0, max: 2 ** 32 - 1 }))
      .option(
        "--beams <n>",
        "search for the likeliest text, keeping n at every step, in place of drawing",
        number({ integer: true, min: 1, max: 1024 }),
      )
      .addOption(
        new Option(
          "--normalise <how>",
          "what texts of a search are compared by: probability, that of a token, or with a length penalty (default: none)",
        ).choices(["none", "length", "penalty"]),
      )
      .option("--alpha <x>", "exponent of the length penalty (default: 0.6)", number({ min: 0 }))
      .option("--stop <text>", "end a text before this; several times for several", collected)
      .option("--cut-prompts", "read the last tokens of a prompt that is longer than the model sees at once");
    addEncoderOptions(command);
    command
      .option("--json", "the texts as JSON on stdout")
      .action((run: string, flags: Flags) => write(run, flags, command));
  },
});

interface Flags {
  readonly prompt?: readonly string[];
  readonly tokens: number;
  readonly count: number;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly beams?: number;
  readonly normalise?: "none" | "length" | "penalty";
  readonly alpha?: number;
  readonly stop?: readonly string[];
  readonly cutPrompts?: boolean;
  readonly json?: boolean;
}

/** Values of a flag that is given several times. */
function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

async function write(run: string, { json, prompt, ...flags }: Flags, command: Command): Promise<void> {
  const writing = streamTexts({
    ...(await ownParts(command)),
    ...flags,
    prompts: prompt,
    run,
    onWarning: warn,
  });
  // One text is shown as it comes; several would come in turns.
  const isOne = json !== true && (prompt?.length ?? 1) * flags.count === 1 && flags.beams === undefined;
  let begun = false;
  for (;;) {
    const step = await writing.next();
    if (step.done === true) {
      if (json === true) printJson(step.value);
      else if (isOne) print(begun ? "" : (prompt?.[0] ?? ""));
      else for (const [i, text] of step.value.entries()) show(text, i);
      return;
    }
    if (!isOne) continue;
    if (!begun) printPiece(prompt?.[0] ?? "");
    begun = true;
    printPiece(step.value.piece);
  }
}

/** Texts with an empty line between them. */
function show({ prompt, text }: WrittenText, place: number): void {
  if (place > 0) print();
  print(prompt + text);
}
