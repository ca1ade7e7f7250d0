import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { contactSheet, pictures, stackPictures } from "../report/index.js";
import type { SamplesEvent } from "../train/index.js";

const mostStrips = 12;

/**
 * Draws what a generator made of the same latents at one time of a run: `samples/step-00000400.png` in its folder.
 * @param steps of the whole run, so that captions are equally wide
 */
export async function drawStrip(
  run: string,
  { step, pictures: drawn, shape }: SamplesEvent,
  steps: number,
): Promise<void> {
  const row = pictures(drawn, shape).map((picture) => ({ picture }));
  // As many digits in each, so that pictures stand under each other in the film.
  const rowCaptions = [`step ${String(step).padStart(String(steps).length, "0")}`];
  const folder = join(run, "samples");
  await makeFolder(folder);
  await writeFileAtomically(
    join(folder, `step-${String(step).padStart(8, "0")}.png`),
    await contactSheet({ rows: [row], rowCaptions, cellSize: 56, gutter: 4 }),
  );
}

/**
 * Puts a run's strips, at most twelve, evenly spread over it, under each other: `samples-over-time.png`. Nothing where
 * there are none.
 */
export async function filmStrips(run: string): Promise<void> {
  const folder = join(run, "samples");
  const names = (await namesIn(folder)).filter((name) => /^step-\d{8}\.png$/.test(name)).sort();
  const shown = names.filter(
    (_, i) => i === 0 || spreadPlace(i, names.length) > spreadPlace(i - 1, names.length),
  );
  const pngs = await Promise.all(shown.map((name) => readFile(join(folder, name))));
  if (pngs.length > 0)
    await writeFileAtomically(join(run, "samples-over-time.png"), await stackPictures(pngs));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Which of the film's strips the i-th of so many stands for. */
function spreadPlace(i: number, count: number): number {
  return Math.floor((i * (mostStrips - 1)) / Math.max(mostStrips - 1, count - 1));
}
