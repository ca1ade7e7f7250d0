import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../errors.js";
import { makeFolder, refuseUnwritable, writeFileAtomically } from "../formats/index.js";
import { refuseNonEmpty } from "../runs/index.js";
import { firstDifference, show } from "./compare/index.js";
import { isBegun } from "./is-begun.js";

type Options = Readonly<Record<string, unknown>>;

export interface SettingToKeep {
  readonly folder: string;
  readonly study: string;
  readonly options: Options;
  /** Options that may differ from start to start. */
  readonly free: readonly string[];
}

/**
 * Keeps a study's options in its folder as `study.json`, so that a later start goes on only where they are the same, or
 * where nothing was found with them.
 * @throws ConfigError when the folder holds other things, or the study with other options, of which it names the first
 */
export async function keepSetting(setting: SettingToKeep): Promise<void> {
  if (await refuseOtherSetting(setting)) return;
  const { folder, study } = setting;
  await makeFolder(folder);
  await writeFileAtomically(
    pathOf(folder),
    `${JSON.stringify({ study, options: keptOf(setting) }, null, 2)}\n`,
  );
}

/**
 * Whether a folder has these options already. Writes nothing.
 * @throws what `keepSetting` throws
 */
export async function refuseOtherSetting(setting: SettingToKeep): Promise<boolean> {
  const { folder, study, free } = setting;
  const path = pathOf(folder);
  if (!existsSync(path)) {
    await refuseNonEmpty(folder);
    await refuseUnwritable(folder);
    return false;
  }
  const before = parsed(await readFile(path, "utf8"));
  if (before === null)
    throw new ConfigError(
      `${path} should hold a study's name and options, but cannot be read. Choose another folder with \`out\`.`,
      { path },
    );
  const was = fixedOf(before.options, free);
  const found = before.study === study ? firstDifference(was, keptOf(setting)) : undefined;
  if (found === null) return true;
  if (await isBegun(folder)) throw isOther(folder, study, before.study, found);
  await refuseUnwritable(folder);
  return false;
}

const pathOf = (folder: string) => join(folder, "study.json");

const fixedOf = (options: Options, free: readonly string[]): Options =>
  Object.fromEntries(Object.entries(options).filter(([key]) => !free.includes(key)));

/** As JSON reads it again. */
const keptOf = ({ options, free }: SettingToKeep): Options =>
  JSON.parse(JSON.stringify(fixedOf(options, free))) as Options;

function isOther(
  folder: string,
  study: string,
  before: string,
  difference: ReturnType<typeof firstDifference> | undefined,
): ConfigError {
  if (difference === undefined || difference === null)
    return new ConfigError(
      `The folder ${folder} holds the study ${before}, not ${study}. Choose another with \`out\`.`,
      { folder },
    );
  const [key, was, is] = difference;
  return new ConfigError(
    `The study in ${folder} was made with \`${key}\` ${show(was)}, and now it is ${show(is)}. Give the same options again, or choose another \`out\`.`,
    { folder, key, was, is },
  );
}

interface Setting {
  readonly study: string;
  readonly options: Options;
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
