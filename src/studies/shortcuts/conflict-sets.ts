import { permutation } from "../../data/index.js";
import { type PictureSet, type PictureShape, pictureSize, picturesAt } from "../arms/picture-set.js";
import { conflict, silhouette, texture } from "./cue-conflict.js";

/** Pictures that have a silhouette, with it. */
export interface Silhouettes extends PictureSet {
  readonly masks: readonly Uint8Array[];
}

/** Those of a set that stand before a plain background. */
export function silhouettesOf(set: PictureSet, shape: PictureShape): Silhouettes {
  const masks: Uint8Array[] = [];
  const kept: number[] = [];
  for (let i = 0; i < set.labels.length; i++) {
    const mask = silhouette(pictureAt(set, i, shape), shape);
    if (mask === null) continue;
    kept.push(i);
    masks.push(mask);
  }
  return { ...picturesAt(set, kept, shape), masks };
}

/** Pictures whose shape is of one class and whose texture is of another. */
export interface Conflicts {
  readonly images: Uint8Array;
  /** Classes of shapes and of textures, a picture each. */
  readonly shapes: Int32Array;
  readonly textures: Int32Array;
  /** Which picture each shape and texture was taken from. */
  readonly shapeOf: Int32Array;
  readonly textureOf: Int32Array;
}

/**
 * Fills every shape with the texture of another picture, drawn at random.
 * @param kind other: of another class, so that the two cues never agree; any: of any class, so that the texture says
 * nothing of the shape's
 */
export function conflictsOf(
  set: Silhouettes,
  shape: PictureShape,
  kind: "other" | "any",
  key: readonly number[],
): Conflicts {
  const { labels, masks } = set;
  const count = labels.length;
  const order = permutation(count, key);
  const size = pictureSize(shape);
  const shapeOf: number[] = [];
  const textureOf: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let step = 0; step < count; step++) {
      const from = order[(i + step) % count]!;
      if (from === i || (kind === "other" && labels[from] === labels[i])) continue;
      shapeOf.push(i);
      textureOf.push(from);
      break;
    }
  }
  const textures = textureImages(set, shape);
  const images = new Uint8Array(shapeOf.length * size);
  for (const [n, i] of shapeOf.entries()) {
    const drawn = conflict(pictureAt(set, i, shape), masks[i]!, textures(textureOf[n]!), shape);
    images.set(drawn, n * size);
  }
  return {
    images,
    shapes: Int32Array.from(shapeOf, (i) => labels[i]!),
    textures: Int32Array.from(textureOf, (i) => labels[i]!),
    shapeOf: Int32Array.from(shapeOf),
    textureOf: Int32Array.from(textureOf),
  };
}

/** Nothing but texture: a picture each, filled with its own. */
export function texturesOf(set: Silhouettes, shape: PictureShape): PictureSet {
  const textures = textureImages(set, shape);
  const size = pictureSize(shape);
  const images = new Uint8Array(set.labels.length * size);
  for (let i = 0; i < set.labels.length; i++) images.set(textures(i), i * size);
  return { images, labels: set.labels };
}

function textureImages(set: Silhouettes, shape: PictureShape): (index: number) => Uint8Array {
  return (index) => texture(pictureAt(set, index, shape), set.masks[index]!, shape);
}

function pictureAt({ images }: PictureSet, index: number, shape: PictureShape): Uint8Array {
  const size = pictureSize(shape);
  return images.subarray(index * size, (index + 1) * size);
}
