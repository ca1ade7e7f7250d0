import { constants } from "node:buffer";
import { ConfigError, DataError } from "../errors.js";
import { megabytes } from "./cache-error.js";
import type { Form } from "./decode-into.js";
import type { ImageSettings } from "./image-options.js";

/**
 * Where the records of a form go.
 *
 * @throws ConfigError for a store on disk where nothing may be kept
 * @throws DataError when the pictures are too many for memory, and nothing may be kept
 */
export function placeFor(
  name: string,
  length: number,
  { recordBytes }: Pick<Form, "recordBytes">,
  { store, memoryBudget, cacheFolder }: Pick<ImageSettings, "store" | "memoryBudget" | "cacheFolder">,
): "memory" | "disk" {
  if (store === "disk" && cacheFolder === null)
    throw new ConfigError("`store` is disk and `cacheFolder` is none: name a folder, or use another store.");
  if (store !== "auto") return store;
  const bytes = length * recordBytes;
  if (bytes <= Math.min(memoryBudget, constants.MAX_LENGTH)) return "memory";
  if (cacheFolder !== null) return "disk";
  if (fitsFreeMemory(bytes)) return "memory";
  throw new DataError(
    `The decoded pictures of ${name} (${megabytes(bytes)} MB) are more than memory should hold, and \`cache\` is none: give a folder as \`cache\`, or a smaller \`size\` or \`limit\`.`,
    { bytes },
  );
}

/** Whether so many bytes of pictures leave half of the memory that is free to what is done with them. */
export function fitsFreeMemory(bytes: number): boolean {
  return bytes <= Math.min(process.availableMemory() / 2, constants.MAX_LENGTH);
}
