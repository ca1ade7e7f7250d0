import { join } from "node:path";
import { DataError } from "../errors.js";
import { filesKeys } from "./cache-key.js";
import { countNote } from "./count-note.js";
import { decodeFile } from "./decode-file.js";
import type { ValueRange } from "./decode-picture.js";
import { fillStores } from "./fill-store.js";
import { folderLabels } from "./folder-labels.js";
import type { FolderPart } from "./folder-parts.js";
import type { ImageSettings } from "./image-options.js";
import { imageSourceOf } from "./image-source.js";
import { spread } from "./picture-files.js";
import { readableKinds } from "./picture-format.js";
import { pictureForms } from "./picture-forms.js";
import { type PictureFacts, probePictures, shapeFrom } from "./picture-shape.js";
import type { SkippedAt } from "./record-store.js";
import type { ImageSource, Skipped } from "./source.js";
import { chooseValueRange } from "./value-range.js";
import { wholeNotes, wholePicturesIn } from "./whole-pictures.js";

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
  const shape = shapeFrom([...facts.values()], settings);
  const chosen = await settleRange(folder, facts, settings);
  const keyOf = filesKeys(wanted.map((file) => join(folder, file)));
  const forms = pictureForms(shape, chosen.range, settings, keyOf);
  const skipped: Skipped[] = [];
  const tooMany = () => skipped.length > settings.maxSkipped * wanted.length;
  const unreadable = (least: string) =>
    tooManySkipped(folder, wanted.length, skipped, settings.maxSkipped, least);
  const filled = await fillStores(
    {
      name: folder,
      length: wanted.length,
      forms: forms.filter((form) => form !== undefined),
      decode: {
        one: (position, asked) =>
          decodeFile(
            join(folder, wanted[position]!),
            asked.map(({ target }) => target),
          ),
      },
      onSkip(position, reason) {
        skipped.push({ id: wanted[position]!, reason });
        // Enough to know; no need to go through the rest of a million.
        if (skipped.length >= 1000 && tooMany()) throw unreadable("At least ");
      },
    },
    settings,
  );
  const [{ store, skipped: places, notes }, whole] = [filled[0]!, filled[1]];
  const close = () => Promise.all(filled.map((one) => one.store.close()));
  if (tooMany() || store.count === 0) {
    await close();
    throw unreadable("");
  }
  const changed = whole && firstOfOne(places, whole.skipped);
  if (changed !== undefined) {
    await close();
    const [position, reason] = changed;
    throw new DataError(
      `The picture ${wanted[position]} in ${folder} could be read at one time and not at another: ${reason}. Leave the pictures as they are while they are read.`,
      { folder, id: wanted[position] },
    );
  }
  const left = new Set(places.map(([position]) => position));
  const ids = left.size === 0 ? wanted : wanted.filter((_, position) => !left.has(position));
  const kept = whole === undefined ? null : wholePicturesIn(whole, forms[1]!.shape);
  return imageSourceOf({
    name: folder,
    store,
    shape: forms[0].shape,
    storeSize: shape.storeSize,
    whole: kept,
    valueRange: chosen.range,
    sizeNote: shape.sizeNote,
    skipped,
    notes: [
      countNote(folder, ids.length, files.length, skipped),
      ...(chosen.note === null ? [] : [chosen.note]),
      ...listed,
      ...labels.notes,
      ...notes,
      ...wholeNotes(kept, ids.length),
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

/** The first input that was left out once and not another time. */
function firstOfOne(some: readonly SkippedAt[], others: readonly SkippedAt[]): SkippedAt | undefined {
  const positions = [some, others].map((skips) => new Set(skips.map(([position]) => position)));
  return [...some, ...others].find(([position]) => !positions.every((places) => places.has(position)));
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
