import { evenlySpread } from "../data/index.js";
import { ConfigError } from "../errors.js";
import { openEnergyData } from "../evaluate/index.js";
import { makeFolder, writeFileSet } from "../formats/index.js";
import { asPictures } from "../kinds/index.js";
import type { Picture } from "../report/index.js";
import { interpolateProgram } from "../steps/index.js";
import { type Coverage, coverageOf } from "./coverage.js";
import { drawNew, drawSamples } from "./draw-samples.js";
import { type Drawing, type DrawOptions, openDrawing } from "./open-drawing.js";
import { sampleSheet } from "./sample-sheet.js";

export interface SampleOptions extends DrawOptions {
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
 * @throws CheckpointError when the run cannot be read; ConfigError for a method that makes no new pictures, or for data to
 * walk between where it has no codes of pictures; DataError for data that cannot be used
 */
export async function sampleRun(options: SampleOptions): Promise<Sampled> {
  const { run, count = 64, walks = 8, steps = 9, seed = 0 } = options;
  if (steps < 2)
    throw new ConfigError(`A walk has two ends, so it needs at least 2 steps, but got ${steps}.`, { steps });
  const drawing = await openDrawing(run, options);
  try {
    const { method, folder } = drawing;
    const out = options.out ?? folder;
    const between = method.generator?.infer === undefined ? "samples" : "pictures";
    const drawn = await drawSamples(drawing, count, seed);
    if (options.data !== undefined && between === "samples") throw findsNoCodes(drawing);
    const walked = await drawWalks(drawing, options, { walks, steps, seed });
    const coverage =
      options.classesOf === undefined
        ? null
        : await coverageOf(drawing, options.classesOf, { ...options, seed });
    await makeFolder(out);
    const columns = Math.ceil(Math.sqrt(count));
    const [samples, pathOfWalks] = await writeFileSet(out, [
      ["samples.png", await sampleSheet(drawn, columns)],
      ["walks.png", await sampleSheet(walked, steps)],
    ]);
    return {
      run,
      method: method.name,
      step: drawing.step,
      samples: samples!,
      walks: pathOfWalks!,
      between,
      coverage,
    };
  } finally {
    await drawing.dispose();
  }
}

function findsNoCodes({ method }: Drawing): ConfigError {
  return new ConfigError(
    `The method ${method.name} has no codes of pictures, so it walks between its own samples, but got \`data\`. Leave it out.`,
    { method: method.name },
  );
}

async function drawWalks(
  drawing: Drawing,
  options: SampleOptions,
  { walks, steps, seed }: { readonly walks: number; readonly steps: number; readonly seed: number },
): Promise<Picture[]> {
  const { config, encoder, method } = drawing;
  const traced = interpolateProgram(config, encoder, method, { walks, steps });
  const feeds = method.generator?.infer === undefined ? {} : await ends(drawing, options, walks);
  return drawNew(drawing, traced, seed, feeds);
}

/** Pictures to walk from and to, evenly spread over the data. */
async function ends({ config }: Drawing, options: SampleOptions, walks: number) {
  const { samples } = await openEnergyData(config, { ...options, onDecode: options.onProgress });
  try {
    const chosen = evenlySpread(samples.length, 2 * walks);
    const places = (offset: number) =>
      Array.from({ length: walks }, (_, i) => chosen[(2 * i + offset) % chosen.length]!);
    const { images } = await asPictures(samples, "A walk between pictures").read([
      ...places(0),
      ...places(1),
    ]);
    return { images: images.slice(0, images.length / 2), others: images.slice(images.length / 2) };
  } finally {
    await samples.close();
  }
}
