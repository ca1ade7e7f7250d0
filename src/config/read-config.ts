import { readFile, stat } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ConfigError } from "../errors.js";
import { isTable, plainSettings, thrown } from "./plain-settings.js";
import { runModule } from "./run-module.js";
import { show } from "./spelling.js";

/** Far more than anybody writes by hand. */
const mostBytes = 16 * 2 ** 20;

/**
 * Reads what a configuration file holds: JSON, YAML, or the default export of a module.
 * @param onWarning gets a sentence about what is odd, but can be read
 * @throws ConfigError when it is no file, does not parse, throws, never ends, or holds no settings.
 */
export async function readConfig(
  path: string,
  onWarning: (message: string) => void = () => undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const name = basename(path);
  const refused = (what: string, cause?: unknown) => new ConfigError(`${name} ${what}`, { path }, cause);
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw refused(`cannot be read: ${thrown(cause)}. Check the path and its permissions.`, cause);
  });
  // A pipe would be waited for without end.
  if (!facts.isFile())
    throw refused(`is ${facts.isDirectory() ? "a folder" : "no regular file"}: give a configuration file.`);
  if (facts.size > mostBytes) throw refused(`has ${facts.size} bytes: give a configuration file.`);
  const read = readers[extname(path).toLowerCase()];
  if (read === undefined)
    throw refused("is not a kind of configuration file; expected ts, js, mjs, json, yaml or yml.");
  let came: string;
  try {
    const held = await read(path, onWarning);
    if (isTable(held)) return plainSettings(held);
    came = held === undefined ? "no default export" : kindOf(held);
  } catch (cause) {
    throw refused(`cannot be read: ${reasonOf(cause)}. Correct the file.`, cause);
  }
  throw refused(`should hold settings, such as { data: "photos", epochs: 10 }, but has ${came}.`);
}

function kindOf(held: unknown): string {
  if (Array.isArray(held)) return "a list";
  if (held === null || typeof held !== "object") return show(held);
  return held instanceof Map || held instanceof Set ? "a map or set" : "something of another kind";
}

type Reader = (path: string, onWarning: (message: string) => void) => Promise<unknown>;

const json: Reader = async (path) => JSON.parse((await readFile(path, "utf8")).replace(/^\ufeff/, ""));

/** A promise that a module exports is meant as what it gives. */
const module: Reader = (path) =>
  runModule(async () => ((await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }).default);

const typed: Reader = (path) => runModule(() => typeScript(path));

/** The package's warnings would be printed by Node, with a hint about its own flags. */
const yaml: Reader = async (path, onWarning) => {
  const { parseDocument } = await import("yaml");
  const document = parseDocument(await readFile(path, "utf8"), { prettyErrors: true, logLevel: "error" });
  const [error] = document.errors;
  if (error !== undefined) throw error;
  for (const warning of document.warnings) onWarning(`${basename(path)}: ${thrown(warning)}.`);
  return document.toJS() ?? {};
};

const readers: Readonly<Record<string, Reader>> = {
  ".json": json,
  ".yaml": yaml,
  ".yml": yaml,
  ".js": module,
  ".mjs": module,
  ".ts": typed,
  ".mts": typed,
};

async function typeScript(path: string): Promise<unknown> {
  const { createJiti } = await import("jiti");
  // `unlabel` in the file is this very copy, also where the project has not installed it. What runs here
  // and what the file imports must be one copy: tensors of two copies cannot be mixed.
  const built = fileURLToPath(new URL("../../dist", import.meta.url));
  const jiti = createJiti(pathToFileURL(resolve(path)).href, {
    alias: { "unlabel/": `${built}/`, unlabel: `${built}/index.js` },
    fsCache: false,
    interopDefault: false,
  });
  return (await jiti.import<{ default?: unknown }>(resolve(path))).default;
}

/** What went wrong in a few words: what a schema refused, or the first line of a message. */
function reasonOf(cause: unknown): string {
  try {
    const { issues } = cause as { issues?: readonly { path: readonly PropertyKey[]; message: string }[] };
    if (Array.isArray(issues) && issues.length > 0)
      return issues
        .map(({ path, message }) => [path.join("."), message].filter((part) => part !== "").join(": "))
        .join("; ");
  } catch {
    // What was thrown has no such list.
  }
  return thrown(cause);
}
