import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { DataError } from "../errors.js";
import { filesKey } from "./cache-key.js";
import { labelsFromNumbers } from "./class-labels.js";
import { countNote } from "./count-note.js";
import { type PictureTarget, resizeGrey } from "./decode-picture.js";
import { fillStore } from "./fill-store.js";
import type { IdxFiles } from "./idx-files.js";
import type { ImageSettings } from "./image-options.js";
import { imageSourceOf } from "./image-source.js";
import { orderedMap } from "./ordered-map.js";
import { shapeFrom } from "./picture-shape.js";
import { inPhases } from "./progress-phases.js";
import { checkIdxSize, idxRecords, readIdxHeader, readIdxLabels } from "./read-idx.js";
import type { ImageSource, Labels } from "./source.js";
import type { Size } from "./stored-size.js";
import { openWhole, wholeNotes } from "./whole-pictures.js";

/**
 * Grey pictures of an IDX file (bytes, [count, height, width]), gzipped or not, as a source.
 *
 * @throws DataError when the file is not IDX, holds something else than pictures, or is cut short
 */
export async function openIdx(files: IdxFiles, settings: ImageSettings): Promise<ImageSource> {
  const header = await readIdxHeader(files.images);
  const { dims, bytesPerValue } = header;
  const [count = 0, height = 0, width = 0] = dims;
  if (dims.length !== 3 || bytesPerValue !== 1 || height > 16384 || width > 16384) {
    throw new DataError(
      `${files.images} should hold pictures as bytes of [count, height, width], but holds ${bytesPerValue}-byte values of [${dims.join(", ")}].`,
      { path: files.images, dims },
    );
  }
  if (count * height * width === 0) {
    throw new DataError(`${files.images} holds no pictures: its header says [${dims.join(", ")}].`, {
      path: files.images,
    });
  }
  await checkIdxSize(files.images, header);
  const length = Math.min(count, settings.limit);
  const { sizeNote, storeSize, ...shape } = shapeFrom([{ height, width, grey: true, deep: false }], settings);
  const { background, fit, maxPixels } = settings;
  const target: PictureTarget = { ...shape, background, fit, maxPixels, valueRange: null };
  const keyOf = (of: PictureTarget) => filesKey([files.images], { ...of, length });
  const decoding = (to: PictureTarget) => ({
    all: () =>
      orderedMap(idxRecords(files.images, header, length), availableParallelism() + 2, async (pixels) => ({
        record: await resizeGrey(pixels, height, width, to),
      })),
  });
  const stored = settings.keepWhole ? storeSize : null;
  const phases = inPhases(settings, length, stored === null ? 1 : 2);
  const { store, notes } = await fillStore(
    {
      length,
      name: files.name,
      shape: [shape.channels, shape.height, shape.width],
      recordBytes: shape.channels * shape.height * shape.width,
      decode: decoding(target),
      onSkip: () => {},
    },
    () => keyOf(target),
    phases[0]!,
  );
  const open = async (size: Size) => {
    const to: PictureTarget = { ...target, height: size[0], width: size[1], fit: "whole" };
    return openWhole(
      {
        name: files.name,
        shape: [shape.channels, ...size],
        length,
        key: () => keyOf(to),
        decode: decoding(to),
        onLost: (_, reason) => new DataError(`${files.images} cannot be read again: ${reason}.`),
      },
      { ...phases[1]!, memoryBudget: settings.memoryBudget - length * store.recordBytes },
    );
  };
  const whole =
    stored && (await open(stored).catch((error) => store.close().then(() => Promise.reject(error))));
  const prefix = files.split === null ? "" : `${files.split}/`;
  return imageSourceOf({
    name: files.name,
    store,
    shape: [shape.channels, shape.height, shape.width],
    storeSize,
    whole,
    sizeNote,
    skipped: [],
    notes: [countNote(files.name, length, count, []), ...notes, ...wholeNotes(whole, length)],
    onNote: settings.onNote,
    beyondLimit: () => Array.from({ length: count - length }, (_, i) => `${prefix}${length + i}`),
    id: (index) => `${prefix}${index}`,
    readLabels: idxLabels(files, count, length, settings),
  });
}

function idxLabels(
  files: IdxFiles,
  count: number,
  length: number,
  { labels }: ImageSettings,
): (() => Promise<Labels>) | null {
  if (labels === "none") return null;
  if (labels === "folders" || labels === "parent") {
    throw new DataError(
      `${files.images} is one file, so labels cannot come from folder names: leave \`labels\` at auto.`,
    );
  }
  const path = labels === "auto" ? files.labels : labels;
  if (path === null) return null;
  if (!existsSync(path)) {
    throw new DataError(
      `The labels file ${path} does not exist: give \`labels\` the path of an IDX labels file, or none.`,
      { path },
    );
  }
  return async () => {
    return labelsFromNumbers(await readIdxLabels(path, count, files.images), length, path);
  };
}
