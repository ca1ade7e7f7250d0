import { shorten } from "../errors.js";
import type { Layer, Setting } from "./layer.js";
import { type PartKind, partKinds } from "./run-options.js";

/**
 * Settings of a configuration file. `method: { name, ...options }` is the same as `method: name` and
 * `"method.option": value`; a method that was made (`simclr({ ... })`) stays as it is.
 */
export function fileLayer(config: Readonly<Record<string, unknown>>, file: string): Layer {
  const layer = new Map<string, Setting>();
  const say = (key: string, value: unknown) => {
    if (value !== undefined) layer.set(key, { value, origin: `${shorten(key)} in ${file}` });
  };
  for (const [key, value] of Object.entries(config)) {
    if (partKinds.includes(key as PartKind) && isPlainPart(value)) {
      const { name, ...options } = value;
      say(key, name);
      for (const [option, given] of Object.entries(options)) say(`${key}.${option}`, given);
    } else {
      say(key, value);
    }
  }
  return layer;
}

/** A table of settings, rather than a list or something with behaviour. */
function isPlainPart(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  return Object.values(value).every((field) => typeof field !== "function");
}
