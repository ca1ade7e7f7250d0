import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { readRunConfig, writeRunConfig } from "#rooms/runs";
import { partsOf, runConfig } from "#rooms/setup";
import { expectThat, type Parser } from "../parser.js";
import { smallRun } from "./made-files.js";

/** -0 is written as 0. */
const asWritten = (settings: unknown): unknown => JSON.parse(JSON.stringify(settings));

export const runConfiguration: Parser = {
  name: "run-configuration",
  reads: "config.json of a run, with its digest and without, and the parts that it names",
  ending: "json",
  words: [
    "simclr",
    "byol",
    "mae",
    "supervised",
    "convnet",
    "vit",
    "adamw",
    "unlabel-run-2",
    "sha256",
    "data",
  ],
  async prepare(folder) {
    const { config } = await smallRun(folder);
    await writeRunConfig(folder, config);
    const path = join(folder, "config.json");
    const bytes = new Uint8Array(await readFile(path));
    const { sha256: _, ...held } = JSON.parse(new TextDecoder().decode(bytes));
    const { format: __, ...settings } = held;
    return {
      samples: [
        { name: "sealed", form: "json", bytes },
        { name: "without a digest", form: "json", bytes: new TextEncoder().encode(JSON.stringify(held)) },
      ],
      async read(input) {
        await writeFile(path, input);
        const warnings: string[] = [];
        const read = await readRunConfig(folder, (message) => warnings.push(message));
        const { sha256, format: __, ...said } = JSON.parse(await readFile(path, "utf8"));
        // What is not said has a default, as before.
        expectThat(isDeepStrictEqual(runConfig.parse(said), read), "other settings than in the file");
        const changed = sha256 !== undefined && !isDeepStrictEqual(asWritten(said), settings);
        expectThat(!changed || warnings.length > 0, "it was changed under its digest, and nobody noticed");
        partsOf(read, 24);
      },
    };
  },
};
