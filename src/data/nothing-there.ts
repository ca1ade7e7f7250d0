import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { DataError } from "../errors.js";
import { nearestName } from "./nearest-name.js";

/**
 * What to say of a path where nothing is, with what lies beside it and is called nearly so.
 * @param expected what could be there
 * @param named words that mean data without being paths
 */
export async function nothingThere(
  data: string,
  expected: string,
  named: readonly string[] = [],
): Promise<DataError> {
  const path = resolve(data);
  const beside = await readdir(dirname(path)).catch((): string[] => []);
  const isWord = !/[\\/]/.test(data);
  const word = isWord ? nearestName(data, named) : null;
  const near = nearestName(basename(path), beside);
  const meant = word ?? (near === null ? null : join(dirname(data), near));
  const hint = meant === null ? "" : ` Did you mean ${meant}?`;
  return new DataError(`${data} does not exist: expected ${expected}.${hint}`, { data, meant });
}
