import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../errors.js";
import { makeFolder, refuseUnwritable, writeFileAtomically } from "../formats/index.js";
import { refuseNonEmpty } from "../train/index.js";
import { firstDifference, show } from "./compare/index.js";
import { isBegun } from "./is-begun.js";

type Options = Readonly<Record<string, unknown>>;

/**
 * Keeps a study's options in its folder as `study.json`, so that a later start goes on only where they are the same, or
 * where nothing was found with them.
 * @param free options that may differ from start to start
 * @throws ConfigError when the folder holds other things, or the study with other options, of which it names the first
 */
export async function keepSetting(
  folder: string,
  study: string,
  options: Options,
  free: readonly string[],
): Promise<void> {
  const fixed = ([key]: [string, unknown]) => !free.includes(key);
  const kept = JSON.parse(
    JSON.stringify(Object.fromEntries(Object.entries(options).filter(fixed))),
  ) as Options;
  const path = join(folder, "study.json");
  if (existsSync(path)) {
    const before = parsed(await readFile(path, "utf8"));
    if (before === null)
      throw new ConfigError(
        `${path} should hold a study's name and options, but cannot be read. Choose another folder with \`out\`.`,
        { path },
      );
    const was = Object.fromEntries(Object.entries(before.options).filter(fixed));
    const found = before.study === study ? firstDifference(was, kept) : undefined;
    if (found === null) return;
    if (await isBegun(folder)) throw isOther(folder, study, before.study, found);
    await refuseUnwritable(folder);
  } else {
    await refuseNonEmpty(folder);
    await refuseUnwritable(folder);
    await makeFolder(folder);
  }
  await writeFileAtomically(path, `${JSON.stringify({ study, options: kept }, null, 2)}\n`);
}

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
