import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../errors.js";
import { firstDifference, show } from "./compare/index.js";
import { isBegun } from "./is-begun.js";

/**
 * Refuses to go on with a study that was begun with other options, saying in words which differs first. What is no
 * `study.json` of this study is left to `keepSetting`, and so is a start that came to nothing.
 * @param free options that may differ from start to start
 * @throws ConfigError naming the first difference
 */
export async function refuseOtherOptions(
  folder: string,
  study: string,
  options: Readonly<Record<string, unknown>>,
  free: readonly string[],
): Promise<void> {
  const path = join(folder, "study.json");
  if (!existsSync(path)) return;
  const before = optionsIn(await readFile(path, "utf8"), study);
  if (before === null || !(await isBegun(folder))) return;
  const now = JSON.parse(JSON.stringify(options)) as typeof options;
  const fixed = (all: typeof options) =>
    Object.fromEntries(Object.entries(all).filter(([key]) => !free.includes(key)));
  const difference = firstDifference(fixed(before), fixed(now));
  if (difference === null) return;
  const [key, was, is] = difference;
  throw new ConfigError(
    `The study in ${folder} was made with ${key} ${show(was)}, and now it is ${show(is)}. Give the same options again, or choose another --out.`,
    { folder, key, was, is },
  );
}

/** Null where the text is no setting of the study. */
function optionsIn(text: string, study: string): Readonly<Record<string, unknown>> | null {
  try {
    const { study: name, options } = JSON.parse(text) as { study?: unknown; options?: unknown };
    return name === study && typeof options === "object" && options !== null ? { ...options } : null;
  } catch {
    return null;
  }
}
