import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ConfigError } from "../errors.js";
import { makeFolder, refuseUnwritable, writeFileAtomically } from "../formats/index.js";
import { refuseNonEmpty } from "../train/index.js";
import { isBegun } from "./is-begun.js";

/**
 * Keeps a study's options in its folder as `study.json`, so that a later start goes on only where they are the same, or
 * where nothing was found with them.
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
  const before = parsed(await readFile(path, "utf8"));
  if (before === null)
    throw new ConfigError(
      `${path} should hold a study's name and options, but cannot be read. Choose another folder with --out.`,
      { path },
    );
  if (isDeepStrictEqual(before, setting)) return;
  if (!(await isBegun(folder))) {
    await refuseUnwritable(folder);
    return writeFileAtomically(path, `${JSON.stringify(setting, null, 2)}\n`);
  }
  throw new ConfigError(
    before.study === study
      ? `The folder ${folder} holds the study ${study} with other options (${JSON.stringify(before.options)}). Give those, or choose another with --out.`
      : `The folder ${folder} holds the study ${before.study}, not ${study}. Choose another with --out.`,
    { folder },
  );
}

interface Setting {
  readonly study: string;
  readonly options: object;
}

/** Null for what is no setting of a study. */
function parsed(text: string): Setting | null {
  try {
    const { study, options } = JSON.parse(text) as Partial<Setting>;
    return typeof study === "string" && typeof options === "object" && options !== null
      ? { study, options }
      : null;
  } catch {
    return null;
  }
}
