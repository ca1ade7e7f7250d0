import type { Command } from "commander";
import { findNeighbours, type Neighbours } from "../export/index.js";
import { writeFileAtomically } from "../formats/index.js";
import { textTable } from "../report/index.js";
import { defineCommand } from "./command.js";
import { addDataOptions } from "./data-options.js";
import {
  addEncoderOptions,
  addWeightsOption,
  type DataFlags,
  dataOptions,
  encoderOptions,
} from "./encoder-options.js";
import { number } from "./schema-options.js";
import { makeSheetFolder, sheetFile } from "./sheet-file.js";
import { note, print, printJson } from "./terminal.js";

export const neighboursCommand = defineCommand({
  name: "neighbours",
  summary: "Find the samples that the encoder holds for most alike.",
  examples: [
    "unlabel neighbours runs/digits mnist --split test --query 17",
    "unlabel neighbours runs/photos photos --query holiday.jpg --k 20 --out like-holiday.png",
  ],
  register(command) {
    command
      .argument("<run>", "a run folder, or one checkpoint in it")
      .argument("<data>", "a folder of pictures, an IDX file, or the name of a data package: mnist")
      .requiredOption(
        "--query <sample>",
        "a picture file, also from outside the data, or a sample's id or index",
      )
      .option("--k <n>", "how many", number({ integer: true, min: 1 }), 10)
      .option("--out <file>", "contact sheet", sheetFile, "neighbours.png")
      .option("--layer <name>", "a named layer of the encoder (default: embedding, its output)");
    addDataOptions(command);
    addEncoderOptions(command);
    addWeightsOption(command);
    command
      .option("--json", "result as JSON on stdout")
      .action((run: string, data: string, flags: Flags) => search(run, data, flags, command));
  },
});

interface Flags extends DataFlags {
  readonly query: string;
  readonly k: number;
  readonly out: string;
  readonly layer?: string;
  readonly json?: boolean;
}

async function search(
  run: string,
  data: string,
  { query, k, layer, out, json, ...given }: Flags,
  command: Command,
): Promise<void> {
  const { sheet, ...found } = await findNeighbours(run, data, {
    ...dataOptions(given),
    ...(await encoderOptions(command)),
    query,
    k,
    layer,
  });
  if (sheet !== null) {
    await makeSheetFolder(out);
    await writeFileAtomically(out, sheet);
  }
  if (json) return printJson({ ...found, sheet: sheet === null ? null : out });
  show(found);
  if (sheet !== null) note(`Drawn: ${out}`);
}

function show({ query, neighbours, sameLabel, chance }: Omit<Neighbours, "sheet">): void {
  const labelled = query.label !== null || neighbours.some(({ label }) => label !== null);
  note(`Nearest to ${query.id}${query.label === null ? "" : ` (${query.label})`}:`);
  print(
    textTable({
      columns: ["id", "similarity", ...(labelled ? ["label"] : [])],
      rows: neighbours.map(({ id, similarity, label }) => [
        id,
        similarity.toFixed(4),
        ...(labelled ? [label] : []),
      ]),
    }),
  );
  if (sameLabel !== null && chance !== null)
    note(
      `${(100 * sameLabel).toFixed(0)} % have the query's label; picked at random ${(100 * chance).toFixed(0)} % would.`,
    );
}
