import type { Command } from "commander";
import { type Coloured, colouriseFiles } from "../gallery/index.js";
import { colouringMethods } from "../methods/index.js";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { addEncoderOptions, encoderOptions } from "./encoder-options.js";
import { number } from "./schema-options.js";
import { makeSheetFolder, sheetFile } from "./sheet-file.js";
import { note, print, printJson } from "./terminal.js";

export const colouriseCommand = defineCommand({
  name: "colourise",
  summary: "Colour pictures with a run that learned to, one run beside another.",
  examples: [
    "unlabel pretrain photos --method colourise --out runs/colours",
    "unlabel colourise runs/colours grandmother.jpg",
    "unlabel colourise runs/colours photos/1.jpg photos/2.jpg album --beside runs/regression --out coloured.png",
  ],
  register(command) {
    command
      .argument("<run>", "a run of the method colourise or colourise-regression, or a checkpoint")
      .argument("<files...>", "picture files, in colour or grey, and folders of them")
      .option("--beside <run>", "a second such run, drawn next to the first")
      .option("--rows <n>", "pictures of a folder, at most", number({ integer: true, min: 1, max: 64 }), 16)
      .option("--out <file>", "contact sheet", sheetFile, "colourised.png")
      .option("--cache <folder>", "where decoded pictures are kept when they exceed the memory");
    addEncoderOptions(command);
    command
      .option("--json", "what was coloured, and how far off, as JSON on stdout")
      .action((run: string, files: string[], flags: Flags) => draw(run, files, flags, command));
  },
});

interface Flags {
  readonly beside?: string;
  readonly rows: number;
  readonly out: string;
  readonly json?: boolean;
}

async function draw(
  run: string,
  files: readonly string[],
  { beside, rows, out, json }: Flags,
  command: Command,
): Promise<void> {
  await makeSheetFolder(out, files);
  const drawn = await colouriseFiles({
    ...(await encoderOptions(command)),
    run,
    beside,
    files,
    most: rows,
    out,
  });
  if (json) printJson(drawn);
  else show(drawn);
  if (beside === undefined) note(wayToOther(drawn));
}

/** How to see what the other method makes of the pictures, beside the one that is drawn. */
function wayToOther({ runs: [drawn] }: Coloured): string {
  const other = colouringMethods.find((method) => method !== drawn?.method);
  return `${other} can be drawn beside it: \`unlabel pretrain DATA --method ${other} --out RUN\`, then this command with --beside RUN.`;
}

/** Errors, a row a picture and a column a run, and where the sheet is. */
function show({ runs, sheet }: Coloured): void {
  const cell = (error: number | null) => (error === null ? "grey: unknown" : error.toFixed(2));
  const [first] = runs;
  if (runs.some(({ error }) => error !== null))
    note(
      "Mean distance of colours from the true ones, in Lab's units. Greyish ones are near all others: the least may not be the best.",
    );
  print(
    textTable({
      columns: ["picture", ...runs.map(({ run }) => run)],
      rows: [
        ...(first?.pictures ?? []).map(({ id }, i) => [
          id,
          ...runs.map(({ pictures }) => cell(pictures[i]?.error ?? null)),
        ]),
        ["mean", ...runs.map(({ error }) => cell(error))],
      ],
    }),
  );
  const panels = runs.map((made) => `${made.panels.join(", ")} of ${made.run}`).join("; ");
  note(`Drawn: ${sheet} (picture; ${panels})`);
}
