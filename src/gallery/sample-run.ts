import { join } from "node:path";
import { evenlySpread } from "../data/index.js";
import { openEnergyData } from "../evaluate/index.js";
import { makeFolder, writeFileAtomically } from "../formats/index.js";
import { contactSheet, type Picture, pictures } from "../report/index.js";
import { interpolateProgram } from "../train/index.js";
import { type Coverage, coverageOf } from "./coverage.js";
import { drawSamples, makesNothingNew } from "./draw-samples.js";
import { type Drawing, type OpenDrawingOptions, openDrawing } from "./open-drawing.js";

export interface SampleOptions extends OpenDrawingOptions {
  /** Run folder, or one checkpoint inside it. */
  readonly run: string;
  /** Samples on the sheet. Default 64. */
  readonly count?: number | undefined;
  /** Walks between two pictures, a row each. Default 8. */
  readonly walks?: number | undefined;
  /** Pictures of a walk, both ends included. Default 9. */
  readonly steps?: number | undefined;
  readonly seed?: number | undefined;
  /** Pictures to walk between, where the model has codes of pictures; by default the test split of the run's data. */
  readonly data?: string | undefined;
  /** Labelled pictures: which of their classes the samples cover. */
  readonly classesOf?: string | undefined;
  /** Folder of the PNGs. Default: the run's. */
  readonly out?: string | undefined;
  readonly cacheFolder?: string | undefined;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

export interface Sampled {
  readonly run: string;
  readonly method: string;
  readonly step: number;
  readonly samples: string;
  readonly walks: string;
  /** Whether walks go between pictures or between draws of the prior. */
  readonly between: "pictures" | "samples";
  readonly coverage: Coverage | null;
}

/**
 * Draws new pictures with a run's generator: `samples.png`, and `walks.png` of what lies between two pictures' codes
 * (between two draws where the model has no codes of pictures).
 * @throws CheckpointError when the run cannot be read; ConfigError for a method that makes no new pictures; DataError
 * for data that cannot be used
 */
export async function sampleRun(options: SampleOptions): Promise<Sampled> {
  const { run, count = 64, walks = 8, steps = 9, seed = 0 } = options;
  const drawing = await openDrawing(run, options);
  try {
    const { method, folder } = drawing;
    const out = options.out ?? folder;
    await makeFolder(out);
    const files = { samples: join(out, "samples.png"), walks: join(out, "walks.png") };
    const drawn = await drawSamples(drawing, count, seed);
    const columns = Math.ceil(Math.sqrt(count));
    await writeFileAtomically(files.samples, await sheetOf(drawn, columns));
    await writeFileAtomically(
      files.walks,
      await sheetOf(await drawWalks(drawing, options, { walks, steps, seed }), steps),
    );
    const coverage =
      options.classesOf === undefined
        ? null
        : await coverageOf(drawing, options.classesOf, { ...options, seed });
    return {
      run,
      method: method.name,
      step: drawing.step,
      ...files,
      between: method.generator?.infer === undefined ? "samples" : "pictures",
      coverage,
    };
  } finally {
    await drawing.dispose();
  }
}

async function drawWalks(
  drawing: Drawing,
  options: SampleOptions,
  { walks, steps, seed }: { readonly walks: number; readonly steps: number; readonly seed: number },
): Promise<Picture[]> {
  const { config, encoder, method } = drawing;
  const traced = interpolateProgram(config, encoder, method, { walks, steps });
  if (traced === null) throw makesNothingNew(drawing);
  const program = await drawing.load(traced);
  const feeds = method.generator?.infer === undefined ? {} : await ends(drawing, options, walks);
  const result = await program.run(feeds, { seed, step: 0 });
  return pictures(result.pictures as Float32Array, traced.program.outputs.get("pictures")?.shape ?? []);
}

/** Pictures to walk from and to, evenly spread over the data. */
async function ends({ config }: Drawing, options: SampleOptions, walks: number) {
  const { samples } = await openEnergyData(config, { ...options, onDecode: options.onProgress });
  try {
    const chosen = evenlySpread(samples.length, 2 * walks);
    const read = async (offset: number) =>
      (await samples.read(Array.from({ length: walks }, (_, i) => chosen[(2 * i + offset) % chosen.length]!)))
        .images;
    return { images: await read(0), others: await read(1) };
  } finally {
    await samples.close();
  }
}

function sheetOf(drawn: readonly Picture[], columns: number): Promise<Uint8Array> {
  const rows = Array.from({ length: Math.ceil(drawn.length / columns) }, (_, i) =>
    drawn.slice(i * columns, (i + 1) * columns).map((picture) => ({ picture })),
  );
  return contactSheet({ rows, cellSize: Math.max(56, drawn[0]?.width ?? 0), gutter: 4 });
}
