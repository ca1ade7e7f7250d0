import { readFile } from "node:fs/promises";
import { basename, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ConfigError } from "../errors.js";

/**
 * Reads what a configuration file holds: JSON, YAML, or the default export of a module.
 * @throws ConfigError when it does not parse, throws, or holds no settings.
 */
export async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  const name = basename(path);
  const held = await contentOf(path).catch((cause: unknown) => {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`${name} cannot be read: ${reasonOf(cause)}. Correct the file.`, { path }, cause);
  });
  if (held === null || typeof held !== "object" || Array.isArray(held)) {
    const came = held === undefined ? "no default export" : Array.isArray(held) ? "a list" : typeof held;
    throw new ConfigError(
      `${name} should hold settings, such as { data: "photos", epochs: 10 }, but has ${came}.`,
      { path },
    );
  }
  return held as Readonly<Record<string, unknown>>;
}

async function contentOf(path: string): Promise<unknown> {
  const ending = extname(path).toLowerCase();
  switch (ending) {
    case ".json":
      return JSON.parse(await readFile(path, "utf8"));
    case ".yaml":
    case ".yml": {
      const { parse } = await import("yaml");
      return parse(await readFile(path, "utf8"), { prettyErrors: true }) ?? {};
    }
    case ".js":
    case ".mjs":
      return ((await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }).default;
    case ".ts":
    case ".mts":
      return typeScript(path);
    default:
      throw new ConfigError(
        `${basename(path)} is not a kind of configuration file; expected ts, js, mjs, json, yaml or yml.`,
        { path },
      );
  }
}

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

/** The first line of what went wrong, without the stop at its end. */
function reasonOf(cause: unknown): string {
  const issues = (cause as { issues?: readonly { path: readonly PropertyKey[]; message: string }[] }).issues;
  if (Array.isArray(issues)) {
    return issues
      .map(({ path, message }) => [path.join("."), message].filter((part) => part !== "").join(": "))
      .join("; ");
  }
  const message = cause instanceof Error ? cause.message : String(cause);
  return (message.split("\n").find((line) => line.trim() !== "") ?? "it failed").trim().replace(/[.:]$/, "");
}
