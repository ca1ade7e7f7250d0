import { shorten } from "../errors.js";

/** How one key is written in each place: `method.hiddenDim`, `--method.hidden-dim`, `UNLABEL_METHOD_HIDDEN_DIM`. */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

export function variableOf(key: string): string {
  return `UNLABEL_${key.replace(/[A-Z]/g, "_$&").replaceAll(".", "_").toUpperCase()}`;
}

/** How a key is written where `origin` was: as a flag, a variable, or as it is. */
export function spellingLike(origin: string): (key: string) => string {
  if (origin.startsWith("--")) return flagOf;
  return origin.startsWith("UNLABEL_") ? variableOf : (key) => key;
}

/** `HIDDEN_DIM` to `hiddenDim`. */
export function camelCase(words: string): string {
  return words.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** A value as a person would recognise it, short. It may be anything: what a configuration file holds, or throws. */
export function show(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number" || value === undefined) return String(value);
  return shorten(written(value));
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Array.isArray(value) ? "a list that cannot be shown" : "a value that cannot be shown";
  }
}
