import type { ImageSource } from "../../data/index.js";

/** `[channels, height, width]` of a picture. */
export type PictureShape = readonly [channels: number, height: number, width: number];

/** Labelled pictures in memory. */
export interface PictureSet {
  /** Bytes `[N, channels, height, width]`. */
  readonly images: Uint8Array;
  /** `[N]`. */
  readonly labels: Int32Array;
}

/** Bytes of a picture. */
export function pictureSize([channels, height, width]: PictureShape): number {
  return channels * height * width;
}

/** The first so many pictures. */
export function firstOf({ images, labels }: PictureSet, count: number, shape: PictureShape): PictureSet {
  return { images: images.subarray(0, count * pictureSize(shape)), labels: labels.subarray(0, count) };
}

/** The pictures at `indices`, copied, in that order. */
export function picturesAt(
  { images, labels }: PictureSet,
  indices: ArrayLike<number>,
  shape: PictureShape,
): PictureSet {
  const size = pictureSize(shape);
  const taken = new Uint8Array(indices.length * size);
  for (let i = 0; i < indices.length; i++)
    taken.set(images.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
  return { images: taken, labels: Int32Array.from(indices, (index) => labels[index]!) };
}

/** Pictures in memory as a source, for training and embedding. */
export function sourceOf(
  { images, labels }: PictureSet,
  shape: PictureShape,
  { name, classNames }: { readonly name: string; readonly classNames: readonly string[] },
): ImageSource {
  const size = pictureSize(shape);
  return {
    kind: "pictures",
    name,
    length: labels.length,
    shape,
    sizeNote: "as they were made",
    skipped: [],
    notes: [],
    storedIn: "memory",
    hasLabels: true,
    id: String,
    labels: async () => ({ values: labels, classNames, missing: 0 }),
    async read(indices) {
      const read = new Uint8Array(indices.length * size);
      for (let i = 0; i < indices.length; i++)
        read.set(images.subarray(indices[i]! * size, (indices[i]! + 1) * size), i * size);
      return { images: read };
    },
    close: async () => undefined,
  };
}
