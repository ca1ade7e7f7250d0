import { DataError } from "../errors.js";
import { decodeFile } from "./decode-file.js";
import type { Channels } from "./decode-picture.js";
import { type ImageOptions, imageSettings } from "./image-options.js";
import { readHead } from "./picture-files.js";
import { pictureFormat } from "./picture-format.js";
import { refuseNoFile } from "./read-folder.js";
import { decodedSide } from "./stored-size.js";
import { chooseValueRange } from "./value-range.js";

/**
 * One picture file, decoded as the pictures of a source with this shape are: for a query.
 *
 * @param shape [channels, height, width]
 * @returns bytes [channels, height, width]
 * @throws DataError when the file cannot be read, with the reason
 */
export async function readImage(
  path: string,
  shape: readonly [channels: number, height: number, width: number],
  options: Pick<ImageOptions, "background" | "fit" | "maxPixels" | "valueRange"> = {},
): Promise<Uint8Array> {
  const [channels, height, width] = shape;
  const settings = imageSettings({ ...options, channels: channels as Channels });
  const { background, fit, maxPixels } = settings;
  await refuseNoFile(path, "a picture");
  const isPicture = pictureFormat(await readHead(path).catch(() => new Uint8Array())) !== null;
  const chosen = settings.valueRange === "auto" && isPicture ? await chooseValueRange([path]) : null;
  const valueRange = settings.valueRange === "auto" ? (chosen?.range ?? null) : settings.valueRange;
  const common = { background, fit, maxPixels, valueRange, decodedSide: decodedSide([height, width], null) };
  const decoded = await decodeFile(path, [{ channels: channels as Channels, height, width, ...common }]);
  if ("records" in decoded) return decoded.records[0]!;
  throw new DataError(`The picture ${path} cannot be read: ${decoded.reason}.`, { path });
}
