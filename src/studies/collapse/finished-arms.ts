import { existsSync } from "node:fs";
import { DataError } from "../../errors.js";
import { readJsonl } from "../../formats/index.js";
import { type ArmResult, armResult } from "./arm-result.js";

/**
 * Arms that an earlier start finished, by name.
 * @param path `arms.jsonl`
 * @throws DataError when a line of it is none
 */
export async function readFinishedArms(path: string): Promise<Map<string, ArmResult>> {
  if (!existsSync(path)) return new Map();
  const rows = (await readJsonl(path)).map((row) => armResult.safeParse(row));
  if (rows.some(({ success }) => !success))
    throw new DataError(
      `${path} holds what is no finished arm of this study: remove it, or choose another --out.`,
    );
  return new Map(rows.flatMap(({ data }) => (data === undefined ? [] : [[data.name, data] as const])));
}
