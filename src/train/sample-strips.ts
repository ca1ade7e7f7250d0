import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { contactSheet, pictures, stackPictures } from "../report/index.js";
import { sampleProgram } from "./picture-program.js";
import type { Training } from "./training.js";

/** What a generator makes of the same latents as training goes on. */
export interface SampleStrips {
  /** Draws a strip now: `samples/step-00000400.png` in the run folder. */
  draw(step: number): Promise<void>;
  /** Puts strips, at most twelve, evenly spread over the run, under each other: `samples-over-time.png`. */
  film(): Promise<void>;
}

const samples = 12;
const strips = 12;

/** Null for methods that make no new pictures. */
export async function sampleStrips(
  { parts: { config, encoder, method }, engine, store }: Pick<Training, "parts" | "engine" | "store">,
  run: string,
): Promise<SampleStrips | null> {
  const traced = sampleProgram(config, encoder, method, samples);
  if (traced === null) return null;
  const program = await engine.load(traced.program, { store, name: "samples" });
  const shape = traced.program.outputs.get("pictures")?.shape ?? [];
  const folder = join(run, "samples");
  return {
    async draw(step) {
      // Draws of one step, so that the latents are the same in every strip.
      const drawn = await program.run({}, { seed: config.seed, step: 0 });
      const row = pictures(drawn.pictures as Float32Array, shape).map((picture) => ({ picture }));
      // As many digits in each, so that pictures stand under each other in the film.
      const rowCaptions = [`step ${String(step).padStart(String(config.steps).length, "0")}`];
      await makeFolder(folder);
      await writeFileAtomically(
        join(folder, `step-${String(step).padStart(8, "0")}.png`),
        await contactSheet({ rows: [row], rowCaptions, cellSize: 56, gutter: 4 }),
      );
    },
    async film() {
      const names = (await readdir(folder)).filter((name) => /^step-\d{8}\.png$/.test(name)).sort();
      const shown = names.filter(
        (_, i) => i === 0 || spreadPlace(i, names.length) > spreadPlace(i - 1, names.length),
      );
      const pngs = await Promise.all(shown.map((name) => readFile(join(folder, name))));
      if (pngs.length > 0)
        await writeFileAtomically(join(run, "samples-over-time.png"), await stackPictures(pngs));
    },
  };
}

/** Which of the film's strips the i-th of so many stands for. */
function spreadPlace(i: number, count: number): number {
  return Math.floor((i * (strips - 1)) / Math.max(strips - 1, count - 1));
}
