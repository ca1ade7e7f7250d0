import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { warn } from "./terminal.js";

type Settings = Readonly<Record<string, unknown>>;

/** A file is read once: a module that is run twice may not be the same twice. */
const held = new Map<string, Promise<Settings>>();
let last: { readonly path: string; isRead: boolean } | undefined;

/** What a configuration file holds, its warnings told. @throws ConfigError as `readConfig` does */
export async function readConfigFile(path: string): Promise<Settings> {
  const { readConfig } = await import("../config/index.js");
  const place = resolve(path);
  const before = held.get(place);
  if (before !== undefined) return before;
  const file = { path, isRead: false };
  last = file;
  const reading = readConfig(path, warn).finally(() => {
    file.isRead = true;
  });
  held.set(place, reading);
  return reading;
}

/** A module that ends the program while it is read, in a sentence; null where none is read. */
export function endedByConfig(): string | null {
  if (last === undefined || last.isRead) return null;
  return `${basename(last.path)} ended the program before it had settings. Correct the file.`;
}

const own = fileURLToPath(new URL("..", import.meta.url));

/**
 * What fails on its own, outside of any command, may come from a configuration file that left something running.
 * @returns a sentence that names the file, or null where the fault is not its
 */
export async function failedInConfig(error: unknown): Promise<string | null> {
  if (last === undefined || !/\.[mc]?[jt]s$/.test(last.path)) return null;
  const { thrown } = await import("../config/index.js");
  const name = basename(last.path);
  const trace = error instanceof Error ? String(error.stack) : "";
  if (!trace.includes(name) && trace.includes(own)) return null;
  return `${name} failed after it was read: ${thrown(error)}. Correct the file.`;
}
