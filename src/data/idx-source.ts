import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { DataError } from "../errors.js";
import { filesKeys } from "./cache-key.js";
import { labelsFromNumbers } from "./class-labels.js";
import { countNote } from "./count-note.js";
import { resizeGrey } from "./decode-picture.js";
import { fillStores } from "./fill-store.js";
import type { IdxFiles } from "./idx-files.js";
import type { ImageSettings } from "./image-options.js";
import { imageSourceOf } from "./image-source.js";
import { orderedMap } from "./ordered-map.js";
import { pictureForms } from "./picture-forms.js";
import { shapeFrom } from "./picture-shape.js";
import { checkIdxSize, idxRecords, readIdxHeader, readIdxLabels } from "./read-idx.js";
import type { ImageSource, Labels } from "./source.js";
import { wholeNotes, wholePicturesIn } from "./whole-pictures.js";

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
  const shape = shapeFrom([{ height, width, grey: true, deep: false }], settings);
  const keyOf = filesKeys([files.images]);
  const forms = pictureForms(shape, null, settings, (target) => keyOf({ ...target, length }));
  const filled = await fillStores(
    {
      length,
      name: files.name,
      forms: forms.filter((form) => form !== undefined),
      decode: {
        all: (asked) =>
          orderedMap(
            idxRecords(files.images, header, length),
            availableParallelism() + 2,
            async (pixels) => ({
              records: await Promise.all(
                asked.map(({ target }) => resizeGrey(pixels, height, width, target)),
              ),
            }),
          ),
      },
      onSkip: () => {},
    },
    settings,
  );
  const { store, notes } = filled[0]!;
  const whole = filled[1] === undefined ? null : wholePicturesIn(filled[1], forms[1]!.shape);
  const prefix = files.split === null ? "" : `${files.split}/`;
  return imageSourceOf({
    name: files.name,
    store,
    shape: forms[0].shape,
    storeSize: shape.storeSize,
    whole,
    sizeNote: shape.sizeNote,
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
