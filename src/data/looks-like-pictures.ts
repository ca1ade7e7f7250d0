import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isIdxImagesName } from "./idx-files.js";
import { namedData } from "./open-images.js";
import { hasPictureEnding } from "./picture-format.js";

/** Whether a file is named like a picture, or like an IDX file of some. */
export function looksLikePictures(name: string): boolean {
  return hasPictureEnding(name) || isIdxImagesName(name) || /idx/i.test(name);
}

/** Whether there is anything at a path, or a data set is called so. */
export async function looksThere(data: string): Promise<boolean> {
  return namedData.includes(data) || (await stat(resolve(data)).catch(() => null)) !== null;
}
