import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../errors.js";

const endings = ["ts", "js", "mjs", "json", "yaml", "yml"] as const;

/**
 * The configuration file: the one that was asked for, else `unlabel.config.*` in the folder, else null.
 * @throws ConfigError when the asked one does not exist, or the folder has several.
 */
export async function findConfig(folder: string, asked?: string): Promise<string | null> {
  if (asked !== undefined) {
    if (existsSync(join(folder, asked)) || existsSync(asked))
      return existsSync(asked) ? asked : join(folder, asked);
    throw new ConfigError(
      `The configuration file ${asked} does not exist. Check the path given with \`config\`.`,
      {
        path: asked,
      },
    );
  }
  const held = new Set(await readdir(folder).catch((): string[] => []));
  const found = endings.map((ending) => `unlabel.config.${ending}`).filter((name) => held.has(name));
  if (found.length > 1) {
    throw new ConfigError(
      `There are several configuration files: ${found.join(", ")}. Keep one, or choose with \`config: ${JSON.stringify(found[0])}\`.`,
      { found },
    );
  }
  return found[0] === undefined ? null : join(folder, found[0]);
}
