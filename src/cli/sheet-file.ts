import { stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { InvalidArgumentError } from "commander";
import { ConfigError } from "../errors.js";
import { explainWriteFailure, makeFolder } from "../formats/index.js";

/** Parser of the name of a sheet, for commander. */
export function sheetFile(text: string): string {
  if (/\.png$/i.test(text)) return text;
  throw new InvalidArgumentError("Sheets are PNG files: give a name that ends in .png.");
}

/**
 * Makes the folder of a sheet, before time is spent on what it shows.
 * @param read files and folders of pictures, which no sheet may replace or lie among
 * @throws UnlabelError in one sentence when it cannot be made, or a folder has the sheet's name; ConfigError when it would
 * replace a picture, or be taken for one
 */
export async function makeSheetFolder(
  path: string,
  read: readonly (string | undefined)[] = [],
): Promise<void> {
  const among = read.find((data) => data !== undefined && liesIn(path, data));
  if (among !== undefined)
    throw new ConfigError(
      `The sheet ${path} would ${resolve(path) === resolve(among) ? "replace a picture that it shows" : `lie among the pictures of ${among}`}. Choose another --out.`,
      { path },
    );
  await makeFolder(dirname(path));
  const facts = await stat(path).catch(() => null);
  if (facts?.isDirectory()) throw explainWriteFailure(path, Object.assign(new Error(), { code: "EISDIR" }));
}

/** Whether a path is another, or is below it. */
function liesIn(path: string, other: string): boolean {
  const way = relative(resolve(other), resolve(path));
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(way) === way);
}
