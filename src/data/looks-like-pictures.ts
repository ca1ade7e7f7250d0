import { isIdxImagesName } from "./idx-files.js";
import { hasPictureEnding } from "./picture-format.js";

/** Whether a file is named like a picture, or like an IDX file of some. */
export function looksLikePictures(name: string): boolean {
  return hasPictureEnding(name) || isIdxImagesName(name) || /idx/i.test(name);
}
