import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { longestBmpHeader, readBmpHeader } from "./bmp-header.js";
import { isGreyPalette } from "./decode-bmp.js";
import type { Channels } from "./decode-picture.js";
import { isDeep } from "./deep-values.js";
import type { ImageSettings } from "./image-options.js";
import { orderedMap } from "./ordered-map.js";
import { readHead, spread } from "./picture-files.js";
import { pictureFormat } from "./picture-format.js";
import { type Size, storedSize } from "./stored-size.js";

export type PictureShape = {
  readonly height: number;
  readonly width: number;
  readonly channels: Channels;
  readonly sizeNote: string;
  /** Of the whole pictures that crops are taken from; null where pictures of the shape are as good, or are all that is asked. */
  readonly storeSize: Size | null;
};

/** Own size and colours of one picture, as its header says. */
export type PictureFacts = {
  readonly height: number;
  readonly width: number;
  readonly grey: boolean;
  /** Whether its values are not bytes of 0 to 255. */
  readonly deep: boolean;
};

/** Headers of at most this many pictures are read to choose a size. */
const mostProbed = 4096;
/** Sizes that a run on a processor can bear. */
const usualSides = [96, 64, 32];

/** Facts of some files, as many as are needed to choose; none when nothing is left to choose. */
export async function probePictures(
  folder: string,
  files: readonly string[],
  settings: ImageSettings,
): Promise<ReadonlyMap<string, PictureFacts>> {
  const facts = new Map<string, PictureFacts>();
  if (isDecided(settings)) return facts;
  const probed = orderedMap(spread(files, mostProbed), availableParallelism() + 2, async (file) => ({
    file,
    fact: await pictureFacts(join(folder, file)),
  }));
  for await (const { file, fact } of probed) {
    settings.signal?.throwIfAborted();
    if (fact !== null) facts.set(file, fact);
  }
  return facts;
}

function isDecided({ size, storeSize, channels, valueRange }: ImageSettings): boolean {
  const isStored = storeSize === null || Array.isArray(storeSize);
  return size !== "auto" && channels !== "auto" && valueRange !== "auto" && isStored;
}

/** What the pictures become: what the options say, else what the pictures are like. */
export function shapeFrom(facts: readonly PictureFacts[], settings: ImageSettings): PictureShape {
  const grey = facts.length > 0 && facts.every((fact) => fact.grey);
  const channels = settings.channels === "auto" ? (grey ? 1 : 3) : settings.channels;
  const { size, sizeNote } =
    settings.size === "auto"
      ? usualSize(facts)
      : { size: settings.size, sizeNote: `${settings.size.join("x")} as asked` };
  const [height, width] = size;
  const storeSize = storedSize(facts, size, settings.storeSize);
  return { height, width, channels, sizeNote, storeSize };
}

/** The pictures' own size where they all have it and it is small, else one that a run can bear. */
function usualSize(facts: readonly PictureFacts[]): { readonly size: Size; readonly sizeNote: string } {
  const first = facts[0];
  if (first === undefined) return { size: [32, 32], sizeNote: "32x32" };
  const { height, width } = first;
  const alike = facts.every((fact) => fact.height === height && fact.width === width);
  if (alike && Math.max(height, width) <= usualSides[0]!) {
    return { size: [height, width], sizeNote: `${height}x${width}, the pictures' own size` };
  }
  const shorter = facts.map((fact) => Math.min(fact.height, fact.width)).sort((a, b) => a - b);
  const median = shorter[Math.floor(shorter.length / 2)]!;
  const side = usualSides.find((usual) => usual <= median) ?? usualSides.at(-1)!;
  const why = alike
    ? `the pictures are ${height}x${width}`
    : `the pictures differ in size, half of them have a shorter side of ${median} or more`;
  return { size: [side, side], sizeNote: `${side}x${side}: ${why}` };
}

async function pictureFacts(path: string): Promise<PictureFacts | null> {
  try {
    // Nothing but known formats may reach the decoder, nor settle the size.
    const head = await readHead(path, longestBmpHeader);
    const format = pictureFormat(head);
    if (format === null) return null;
    if (format === "bmp") {
      const { height, width, palette } = readBmpHeader(head);
      return { height, width, grey: isGreyPalette(palette), deep: false };
    }
    // Read by path, a WebP file that was replaced is given as it was (docs/runtimes.md).
    const picture = sharp(format === "webp" ? await readFile(path) : path);
    const { autoOrient, space, depth } = await picture.metadata();
    const grey = space === "b-w" || space === "grey16";
    return { height: autoOrient.height, width: autoOrient.width, grey, deep: isDeep({ depth }) };
  } catch {
    return null;
  }
}
