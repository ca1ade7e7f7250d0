import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigError } from "../errors.js";
import { makeFolder, refuseUnwritable, writeFileAtomically } from "../formats/index.js";
import { refuseNonEmpty } from "../train/index.js";

/**
 * Keeps a study's options in its folder as `study.json`, so that a later start goes on only where they are the same.
 * @param free options that may differ from start to start
 * @throws ConfigError when the folder holds other things, or the study with other options
 */
export async function keepSetting(
  folder: string,
  study: string,
  options: Readonly<Record<string, unknown>>,
  free: readonly string[],
): Promise<void> {
  const kept = Object.fromEntries(Object.entries(options).filter(([key]) => !free.includes(key)));
  const setting = JSON.parse(JSON.stringify({ study, options: kept })) as typeof kept;
  const path = join(folder, "study.json");
  if (!existsSync(path)) {
    await refuseNonEmpty(folder);
    await refuseUnwritable(folder);
    await makeFolder(folder);
    await writeFileAtomically(path, `${JSON.stringify(setting, null, 2)}\n`);
    return;
  }
  const text = await readFile(path, "utf8");
  if (isDeepStrictEqual(parsed(text), setting)) return;
  throw new ConfigError(
    `The folder ${folder} holds a study with other options (${text.replace(/\s+/g, " ").trim()}). Give those, or choose another with --out.`,
    { folder },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
