import { evenlySpread, type Labels, labelled, subset } from "../data/index.js";
import { openForRun } from "../export/index.js";
import { featuresOf, knnClassify, modeCoverage } from "../metrics/index.js";
import type { Picture } from "../report/index.js";
import { drawSamples } from "./draw-samples.js";
import type { Drawing, ReadOptions } from "./open-drawing.js";

export interface CoverageOptions extends ReadOptions {
  readonly seed: number;
}

/** Which classes of labelled pictures a generator's samples fall into. */
export interface Coverage {
  readonly data: string;
  readonly samples: number;
  readonly classNames: readonly string[];
  /** Share of the samples in each class. */
  readonly shares: readonly number[];
  /** Classes that at least one sample in a hundred falls into. */
  readonly covered: number;
  /** Entropy of the shares in nats: the log of the number of classes where all are equally likely. */
  readonly entropy: number;
}

const samples = 1000;
/** Labelled pictures that vote. */
const voters = 10_000;

/**
 * Sorts samples of a run's generator into the classes of labelled pictures, by the vote of the nearest pictures as
 * pixels: a judge that knows nothing of the run.
 * @throws DataError when the pictures have no labels
 */
export async function coverageOf(
  drawing: Drawing,
  data: string,
  options: CoverageOptions,
): Promise<Coverage> {
  const { seed, cacheFolder, onProgress } = options;
  const source = await openForRun(drawing.config, data, { cacheFolder, onProgress });
  try {
    const known = await labelled(source);
    const chosen = subset(known, evenlySpread(known.length, voters));
    const { values, classNames } = (await chosen.labels()) as Labels;
    const { images } = await chosen.read(Array.from({ length: chosen.length }, (_, i) => i));
    const dimensions = images.length / chosen.length;
    const bank = {
      features: featuresOf(
        Float32Array.from(images, (byte) => byte / 255),
        dimensions,
      ),
      labels: values,
    };
    const drawn = await drawSamples(drawing, samples, seed);
    const { predictions } = await knnClassify(drawing.engine, bank, featuresOf(pixelsOf(drawn), dimensions));
    const { covered, entropy, shares } = modeCoverage(predictions, classNames.length);
    return { data: source.name, samples, classNames, shares, covered, entropy };
  } finally {
    await source.close();
  }
}

function pixelsOf(drawn: readonly Picture[]): Float32Array {
  const size = drawn[0]?.data.length ?? 0;
  const all = new Float32Array(drawn.length * size);
  drawn.forEach(({ data }, i) => {
    all.set(data, i * size);
  });
  return all;
}
