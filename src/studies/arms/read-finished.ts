import { existsSync } from "node:fs";
import type * as z from "zod";
import { DataError } from "../../errors.js";
import { readJsonl } from "../../formats/index.js";

/**
 * Arms that an earlier start of a study finished, a line each; none where there is no file yet.
 * @param path `arms.jsonl`
 * @throws DataError when a line of it is none
 */
export async function readFinished<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>[]> {
  if (!existsSync(path)) return [];
  const rows = (await readJsonl(path)).map((row) => schema.safeParse(row));
  return rows.map((row) => {
    if (row.success) return row.data;
    throw new DataError(
      `${path} holds what is no finished arm of this study: remove it, or choose another --out.`,
    );
  });
}
