import { basename } from "node:path";
import {
  type ImageOptions,
  type ImageSource,
  labelled,
  openImages,
  openTestPart,
  permutation,
  refuseUselessLabels,
  subset,
  withClasses,
} from "../../data/index.js";
import { ConfigError, DataError } from "../../errors.js";
import type { StudyContext } from "../study.js";
import type { PictureSet, PictureShape } from "./picture-set.js";

/** Which pictures, and how many. */
export interface PictureOptions {
  readonly data: string;
  readonly labels: string;
  readonly labelColumn?: string | undefined;
  /** Side of the square that pictures are resized to. */
  readonly size: number;
  /** Pictures to train on at most. */
  readonly limit: number;
  /** Held-out pictures at most. */
  readonly samples: number;
  readonly seed: number;
}

/** What studies of labelled pictures begin with. */
export interface StudyPictures {
  /** For a reader, to whom it matters little in which folder they lie. */
  readonly name: string;
  readonly shape: PictureShape;
  readonly classNames: readonly string[];
  /** In random order. */
  readonly training: PictureSet;
  /** Held out, in random order. */
  readonly test: PictureSet;
}

/** Fewer test pictures than this judge nothing. */
const fewest = 4;

/**
 * Reads labelled pictures into memory: those to train on, and those of the data's test part or, where there is none, a
 * held-out fifth. They are not kept whole for crops, as runs keep photographs: a shortcut is painted into the very pixels
 * that views are made of, the same for every arm, and arms are only compared with each other.
 * @throws ConfigError without labels; DataError where there are too few pictures or one class only
 */
export async function openPictures(
  study: string,
  options: PictureOptions,
  context: StudyContext,
): Promise<StudyPictures> {
  const { data, samples, seed } = options;
  const all = await open(options, context);
  try {
    if (!all.hasLabels)
      throw new ConfigError(
        `${all.name} has no labels, and the study of ${study} judges encoders by some: give \`labels\` (a CSV, or folders a class).`,
      );
    const known = await labelled(all);
    const labels = (await known.labels())!;
    const { classNames } = labels;
    refuseUselessLabels(labels, all.name, `The study of ${study}`);
    const order = permutation(known.length, [seed]);
    const [channels, height, width] = known.shape;
    const settled = { name: basename(known.name), shape: [channels, height, width] as const, classNames };
    const test = await openTest(all, options, context);
    try {
      if (test !== null) {
        const own = await labelled(withClasses(test, classNames));
        const drawn = permutation(own.length, [seed]).subarray(0, samples);
        return { ...settled, training: await read(known, order), test: await read(own, drawn) };
      }
      const count = Math.min(samples, Math.floor(known.length / 5));
      if (count < fewest)
        throw new DataError(
          `${data} has ${known.length} labelled pictures; the study of ${study} needs at least ${5 * fewest}. Give more data.`,
          { samples: known.length },
        );
      const [held, rest] = [order.subarray(0, count), order.subarray(count)];
      return { ...settled, training: await read(known, rest), test: await read(known, held) };
    } finally {
      await test?.close();
    }
  } finally {
    await all.close();
  }
}

/** What was read, in words: `mnist: 20000 pictures of 28x28, 1 channel, 10 classes; 2000 others to judge`. */
export function picturesLine({ name, training, test, shape, classNames }: StudyPictures): string {
  const [channels, height, width] = shape;
  return `${name}: ${training.labels.length} pictures of ${height}x${width}, ${channels} ${channels === 1 ? "channel" : "channels"}, ${classNames.length} classes; ${test.labels.length} others to judge`;
}

async function open(
  { data, size, limit, labels, labelColumn }: PictureOptions,
  { cacheFolder, signal, onDecode, onNote }: StudyContext,
  more: Pick<ImageOptions, "split" | "channels" | "valueRange"> = {},
): Promise<ImageSource> {
  const settings = { size, limit, labels, labelColumn, cacheFolder, signal, onProgress: onDecode, onNote };
  return openImages(data, { ...settings, ...more });
}

/** The part called test; null where the data has none. */
function openTest(
  all: ImageSource,
  options: PictureOptions,
  context: StudyContext,
): Promise<ImageSource | null> {
  const settled = { channels: all.shape[0] === 1 ? 1 : 3, valueRange: all.valueRange ?? "auto" } as const;
  return openTestPart(() => open(options, context, { split: "test", ...settled }), {
    whole: all,
    labelled: true,
    onNote: context.onNote,
  });
}

async function read(source: ImageSource, order: Int32Array): Promise<PictureSet> {
  const drawn = subset(source, order);
  const { images } = await drawn.read(Int32Array.from(order, (_, i) => i));
  return { images, labels: Int32Array.from((await drawn.labels())?.values ?? []) };
}
