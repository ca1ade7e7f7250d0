import { DataError } from "../errors.js";
import type { ImageSource } from "./source.js";

/**
 * The part of data that is called test; null where there is none.
 * @param open opens that part
 * @param whole what it is a part of, or stands beside, when that is open: null is then also what is the whole
 */
export async function openTestPart(
  open: () => Promise<ImageSource>,
  whole?: Pick<ImageSource, "name">,
): Promise<ImageSource | null> {
  const test = await open().catch((error: unknown) => {
    if (error instanceof DataError && ("split" in error.context || "files" in error.context)) return null;
    throw error;
  });
  if (test === null || test.name !== whole?.name) return test;
  await test.close();
  return null;
}
