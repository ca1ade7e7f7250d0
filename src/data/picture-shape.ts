import { availableParallelism } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type { Channels } from "./decode-picture.js";
import type { ImageSettings } from "./image-options.js";
import { orderedMap } from "./ordered-map.js";
import { spread } from "./picture-files.js";

export type PictureShape = {
  readonly height: number;
  readonly width: number;
  readonly channels: Channels;
  readonly sizeNote: string;
};

/** Own size and colours of one picture, as its header says. */
export type PictureFacts = { readonly height: number; readonly width: number; readonly grey: boolean };

/** Headers of at most this many pictures are read to choose a size. */
const mostProbed = 4096;
/** Sizes that a run on a processor can bear. */
const usualSides = [96, 64, 32];

/**
 * Size and channels of the decoded pictures: what the options say, else what the pictures are like.
 * Reads only headers, and none when nothing is left to choose.
 */
export async function choosePictureShape(
  folder: string,
  files: readonly string[],
  settings: ImageSettings,
): Promise<PictureShape> {
  const decided = settings.channels !== "auto" && (settings.storeSize !== null || settings.size !== "auto");
  const facts: PictureFacts[] = [];
  if (!decided) {
    const probed = orderedMap(spread(files, mostProbed), availableParallelism() + 2, (file) =>
      pictureFacts(join(folder, file)),
    );
    for await (const fact of probed) {
      settings.signal?.throwIfAborted();
      if (fact !== null) facts.push(fact);
    }
  }
  return shapeFrom(facts, settings);
}

/** The choice itself, from the facts of some or all pictures. */
export function shapeFrom(facts: readonly PictureFacts[], settings: ImageSettings): PictureShape {
  const grey = facts.length > 0 && facts.every((fact) => fact.grey);
  const channels = settings.channels === "auto" ? (grey ? 1 : 3) : settings.channels;
  const chosen = settings.storeSize ?? (settings.size === "auto" ? null : settings.size);
  if (chosen !== null) {
    const [height, width] = chosen;
    return { height, width, channels, sizeNote: `${height}x${width} as asked` };
  }
  const first = facts[0];
  if (first === undefined) return { height: 32, width: 32, channels, sizeNote: "32x32" };
  const { height, width } = first;
  const alike = facts.every((fact) => fact.height === height && fact.width === width);
  if (alike && Math.max(height, width) <= usualSides[0]!) {
    return { height, width, channels, sizeNote: `${height}x${width}, the pictures' own size` };
  }
  const shorter = facts.map((fact) => Math.min(fact.height, fact.width)).sort((a, b) => a - b);
  const median = shorter[Math.floor(shorter.length / 2)]!;
  const side = usualSides.find((usual) => usual <= median) ?? usualSides.at(-1)!;
  const why = alike
    ? `the pictures are ${height}x${width}`
    : `the pictures differ in size, half of them have a shorter side of ${median} or more`;
  return { height: side, width: side, channels, sizeNote: `${side}x${side}: ${why}` };
}

async function pictureFacts(path: string): Promise<PictureFacts | null> {
  try {
    const { autoOrient, space } = await sharp(path).metadata();
    const grey = space === "b-w" || space === "grey16";
    return { height: autoOrient.height, width: autoOrient.width, grey };
  } catch {
    return null;
  }
}
