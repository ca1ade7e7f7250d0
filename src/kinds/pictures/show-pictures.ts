import type { ImageSource } from "../../data/index.js";
import { pictures } from "../../report/index.js";
import type { Shown } from "../kind.js";

/** Pictures as encoders see them. */
export async function showPictures(
  { shape, read }: Pick<ImageSource, "shape" | "read">,
  indices: ArrayLike<number>,
): Promise<readonly Shown[]> {
  const { images } = await read(indices);
  return pictures(images, [indices.length, ...shape]).map((picture) => ({ picture }));
}
