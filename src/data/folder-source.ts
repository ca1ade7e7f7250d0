import { join } from "node:path";
import { DataError } from "../errors.js";
import { type CacheKey, filesKey } from "./cache-key.js";
import { countNote } from "./count-note.js";
import { decodeFile } from "./decode-file.js";
import type { Inputs } from "./decode-into.js";
import type { PictureTarget, ValueRange } from "./decode-picture.js";
import { fillStore } from "./fill-store.js";
import { folderLabels } from "./folder-labels.js";
import type { FolderPart } from "./folder-parts.js";
import type { ImageSettings } from "./image-options.js";
import { imageSourceOf } from "./image-source.js";
import { spread } from "./picture-files.js";
import { readableKinds } from "./picture-format.js";
import { type PictureFacts, probePictures, shapeFrom } from "./picture-shape.js";
import { inPhases } from "./progress-phases.js";
import type { ImageSource, Skipped } from "./source.js";
import { chooseValueRange } from "./value-range.js";
import { openWhole, type WholePictures, wholeNotes } from "./whole-pictures.js";

/**
 * Pictures of a folder as a source: decoded once, unreadable ones left out.
 *
 * @param files paths below the part's folder, sorted
 * @param listed what is to be said of how they were found
 * @throws DataError when more than `maxSkipped` of the pictures, or all of them, cannot be read
 */
export async function openFolder(
  part: FolderPart,
  files: readonly string[],
  listed: readonly string[],
  settings: ImageSettings,
): Promise<ImageSource> {
  const { folder } = part;
  const wanted = spread(files, settings.limit);
  const labels = folderLabels(part, files, settings);
  const facts = await probePictures(folder, wanted, settings);
  const { sizeNote, storeSize, ...shape } = shapeFrom([...facts.values()], settings);
  const chosen = await settleRange(folder, facts, settings);
  const { background, fit, maxPixels } = settings;
  const target: PictureTarget = { ...shape, background, fit, maxPixels, valueRange: chosen.range };
  const stored = settings.keepWhole ? storeSize : null;
  const phases = inPhases(settings, wanted.length, stored === null ? 1 : 2);
  const skipped: Skipped[] = [];
  const tooMany = () => skipped.length > settings.maxSkipped * wanted.length;
  const unreadable = (least: string) =>
    tooManySkipped(folder, wanted.length, skipped, settings.maxSkipped, least);
  const {
    store,
    skipped: places,
    notes,
  } = await fillStore(
    {
      name: folder,
      shape: [shape.channels, shape.height, shape.width],
      recordBytes: shape.channels * shape.height * shape.width,
      length: wanted.length,
      decode: decoding(folder, wanted, target),
      onSkip(position, reason) {
        skipped.push({ id: wanted[position]!, reason });
        // Enough to know; no need to go through the rest of a million.
        if (skipped.length >= 1000 && tooMany()) throw unreadable("At least ");
      },
    },
    () => folderKey(folder, wanted, target),
    phases[0]!,
  );
  if (tooMany() || store.count === 0) {
    await store.close();
    throw unreadable("");
  }
  const left = new Set(places.map(([position]) => position));
  const ids = left.size === 0 ? wanted : wanted.filter((_, position) => !left.has(position));
  const whole =
    stored === null
      ? null
      : await openWholeFiles(
          folder,
          ids,
          { ...target, height: stored[0], width: stored[1], fit: "whole" },
          { ...phases[1]!, memoryBudget: settings.memoryBudget - store.count * store.recordBytes },
        ).catch(async (error: unknown) => {
          await store.close();
          throw error;
        });
  return imageSourceOf({
    name: folder,
    store,
    shape: [shape.channels, shape.height, shape.width],
    storeSize,
    whole,
    valueRange: chosen.range,
    sizeNote,
    skipped,
    notes: [
      countNote(folder, ids.length, files.length, skipped),
      ...(chosen.note === null ? [] : [chosen.note]),
      ...listed,
      ...labels.notes,
      ...notes,
      ...wholeNotes(whole, ids.length),
    ],
    onNote: settings.onNote,
    beyondLimit: () => {
      const taken = new Set(wanted);
      return files.filter((file) => !taken.has(file));
    },
    id: (index) => ids[index]!,
    readLabels: labels.read && (() => labels.read!(ids)),
  });
}

/** The range that was asked for, else the one that the pictures of more than 8 bits suggest. */
async function settleRange(
  folder: string,
  facts: ReadonlyMap<string, PictureFacts>,
  { valueRange }: ImageSettings,
): Promise<{ readonly range: ValueRange | null; readonly note: string | null }> {
  if (valueRange !== "auto") return { range: valueRange, note: null };
  const deep = [...facts].flatMap(([file, fact]) => (fact.deep ? [join(folder, file)] : []));
  return (await chooseValueRange(deep)) ?? { range: null, note: null };
}

function openWholeFiles(
  folder: string,
  files: readonly string[],
  target: PictureTarget,
  settings: ImageSettings,
): Promise<WholePictures> {
  return openWhole(
    {
      name: folder,
      shape: [target.channels, target.height, target.width],
      length: files.length,
      key: () => folderKey(folder, files, target),
      decode: decoding(folder, files, target),
      onLost: (position, reason) =>
        new DataError(
          `The picture ${files[position]} in ${folder} could be read a moment ago, and now it cannot: ${reason}. Leave the pictures as they are while they are read.`,
          { folder, id: files[position] },
        ),
    },
    settings,
  );
}

function decoding(folder: string, files: readonly string[], target: PictureTarget): Inputs["decode"] {
  return { one: (position) => decodeFile(join(folder, files[position]!), target) };
}

function folderKey(folder: string, files: readonly string[], target: PictureTarget): Promise<CacheKey> {
  return filesKey(
    files.map((file) => join(folder, file)),
    target,
  );
}

function tooManySkipped(
  folder: string,
  total: number,
  skipped: readonly Skipped[],
  maxSkipped: number,
  least: string,
): DataError {
  const { id, reason } = skipped[0]!;
  const first = `the first is ${id}: ${reason}`;
  return new DataError(
    skipped.length === total
      ? `No picture in ${folder} can be read (${total} tried); ${first}. Give a folder of pictures (${readableKinds}).`
      : `${least}${skipped.length} of the ${total} pictures in ${folder} cannot be read, more than the ${100 * maxSkipped} % that are let pass; ${first}. Remove or mend them.`,
    { folder, total, skipped: [...skipped] },
  );
}
