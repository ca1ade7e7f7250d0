import { openForRun } from "../export/index.js";
import { asPictures, pixelRows, pixelWidth } from "../kinds/index.js";
import { featuresOf, modeCoverage } from "../metrics/index.js";
import { sampleBatches } from "./draw-samples.js";
import type { Drawing, ReadOptions } from "./open-drawing.js";
import { openPixelJudge, type PixelJudge } from "./pixel-judge.js";

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
  /** Classes that at least a tenth of their even share of the samples falls into. */
  readonly covered: number;
  /** Entropy of the shares in nats: the log of the number of classes where all are equally likely. */
  readonly entropy: number;
  /** How good the classifier is that sorted them: the share of held-out pictures whose class it tells, of so many. */
  readonly judge: Pick<PixelJudge, "accuracy" | "heldOut">;
}

const samples = 1000;

/**
 * Sorts samples of a run's generator into the classes of labelled pictures, by a judge that knows nothing of the run. Its
 * mistakes count as samples of other classes, so how often it is right stands beside what it found.
 * @throws DataError when the pictures have no labels, or there are too few
 */
export async function coverageOf(
  drawing: Drawing,
  data: string,
  options: CoverageOptions,
): Promise<Coverage> {
  const { seed, cacheFolder, onProgress, onNote } = options;
  const source = asPictures(
    await openForRun(drawing.config, data, { cacheFolder, onProgress, onNote }),
    "Which classes are drawn",
  );
  try {
    const { classNames, accuracy, heldOut, classify } = await openPixelJudge(drawing.engine, source);
    const width = pixelWidth(source.shape);
    const drawn = new Float32Array(samples * width);
    let at = 0;
    for await (const pictures of sampleBatches(drawing, samples, seed)) {
      for (const picture of pictures) {
        drawn.set(pixelRows(picture.data, source.shape, 1).vectors, at);
        at += width;
      }
    }
    const predictions = await classify(featuresOf(drawn, width));
    const { covered, entropy, shares } = modeCoverage(predictions, classNames.length);
    const judge = { accuracy, heldOut };
    return { data: source.name, samples, classNames, shares, covered, entropy, judge };
  } finally {
    await source.close();
  }
}
