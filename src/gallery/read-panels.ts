import { evenlySpread, type ImageSource } from "../data/index.js";
import type { LoadedProgram } from "../engine/index.js";
import type { Program } from "../graph/index.js";
import { type Picture, pictures } from "../report/index.js";

/** Pictures beside what was made of them. */
export interface Panels {
  /** Some of the pictures, evenly spread, as many as were asked for. */
  readonly originals: readonly Picture[];
  readonly captions: readonly string[];
  /** For each caption, what was made of each original. */
  readonly panels: readonly (readonly Picture[])[];
  /** The error of every picture that was measured; null where the method has none. */
  readonly errors: Float32Array | null;
  /** Pictures that were measured. */
  readonly count: number;
}

/** Runs a drawing program over samples of a source: their errors, and the panels of some, evenly spread. */
export async function readPanels(
  program: Pick<LoadedProgram, "run">,
  { outputs }: Program,
  source: Pick<ImageSource, "shape" | "read">,
  indices: ArrayLike<number>,
  { batchSize, rows }: { readonly batchSize: number; readonly rows: number },
): Promise<Panels> {
  const names = [...outputs.keys()].filter((name) => name.startsWith("panel/"));
  const errors = new Float32Array(indices.length);
  const shown = evenlySpread(indices.length, rows);
  const originals: Picture[] = [];
  const panels = names.map((): Picture[] => []);
  for (let start = 0; start < indices.length; start += batchSize) {
    const places = Array.from({ length: batchSize }, (_, i) => Math.min(start + i, indices.length - 1));
    const { images } = await source.read(places.map((place) => indices[place]!));
    // The same draws whatever the number of pictures: step is the batch.
    const result = await program.run({ images }, { seed: 0, step: start / batchSize });
    const count = Math.min(batchSize, indices.length - start);
    if (result.error !== undefined) errors.set((result.error as Float32Array).subarray(0, count), start);
    const here = shown.filter((place) => place >= start && place < start + count);
    // Copies, since a view would keep its whole batch in memory.
    const kept = (all: readonly Picture[]) =>
      Array.from(here, (place) => ({ ...all[place - start]!, data: all[place - start]!.data.slice() }));
    originals.push(...kept(pictures(images, [batchSize, ...source.shape])));
    names.forEach((name, k) => {
      panels[k]!.push(...kept(pictures(result[name] as Float32Array, outputs.get(name)?.shape ?? [])));
    });
  }
  return {
    originals,
    captions: names.map((name) => name.slice("panel/".length)),
    panels,
    errors: outputs.has("error") ? errors : null,
    count: indices.length,
  };
}

/** Mean error a picture, of at least one. */
export function meanError(errors: Float32Array | readonly number[]): number {
  let sum = 0;
  for (const error of errors) sum += error;
  return sum / errors.length;
}
