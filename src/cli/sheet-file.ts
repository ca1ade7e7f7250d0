import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { InvalidArgumentError } from "commander";
import { explainWriteFailure, makeFolder } from "../formats/index.js";

/** Parser of the name of a sheet, for commander. */
export function sheetFile(text: string): string {
  if (/\.png$/i.test(text)) return text;
  throw new InvalidArgumentError("Sheets are PNG files: give a name that ends in .png.");
}

/**
 * Makes the folder of a sheet, before time is spent on what it shows.
 * @throws UnlabelError in one sentence when it cannot be made, or a folder has the sheet's name
 */
export async function makeSheetFolder(path: string): Promise<void> {
  await makeFolder(dirname(path));
  const facts = await stat(path).catch(() => null);
  if (facts?.isDirectory()) throw explainWriteFailure(path, Object.assign(new Error(), { code: "EISDIR" }));
}
