import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UnlabelError } from "unlabel";
import { openImages } from "#rooms/data";
import { keepSeen, readSeen } from "#rooms/samples";
import { partsOf } from "#rooms/setup";
import { expectThat, type Parser } from "../parser.js";
import { smallRun } from "./made-files.js";
import { samplesOf } from "./safetensors.js";

export const seenSamples: Parser = {
  name: "seen-samples",
  reads: "seen.bin, what a run was trained on",
  ending: "bin",
  cost: 2,
  words: ["unlabel-seen-1", "unlabel-seen-2", "samples", "training", "partners", "sha256", "I64", "I32"],
  async prepare(folder) {
    const { config } = await smallRun(folder);
    const source = await openImages(join(folder, "data"), { cacheFolder: "none" });
    await keepSeen(folder, { source, training: source, parts: partsOf(config, source.length) });
    await source.close();
    const path = join(folder, "seen.bin");
    const right = (await readSeen(folder, null))!;
    return {
      samples: samplesOf(new Uint8Array(await readFile(path))),
      async read(input) {
        await writeFile(path, input);
        const said: string[] = [];
        const seen = await readSeen(folder, null, (message) => said.push(message));
        if (seen === null) throw new UnlabelError(said.join(" "));
        expectThat(
          Buffer.from(seen.buffer).equals(Buffer.from(right.buffer)),
          "other samples than were written",
        );
      },
    };
  },
};
