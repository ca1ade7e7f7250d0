import { shorten } from "../errors.js";
import { show } from "./spelling.js";

/** Settings nest three deep where they nest at all; far deeper ones would exhaust what reads them. */
const mostDeep = 64;

/**
 * Settings as plain data: every value is read once, here, so that one which cannot be (a getter that throws, a proxy, a
 * list that holds itself, a BigInt) is told with its name. Methods, encoders and what makes them stay what they are.
 * @throws Error that says what cannot be used
 */
export function plainSettings(held: object): Readonly<Record<string, unknown>> {
  return copied(held, "", [held]) as Readonly<Record<string, unknown>>;
}

/** Whether a value is a table of settings, rather than a list, a map, a promise or anything else with a form of its own. */
export function isTable(value: unknown): value is object {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return false;
  const form: unknown = Object.getPrototypeOf(value);
  return form === null || form === Object.prototype;
}

/** @param within the values that hold this one, itself last */
function copied(value: object, at: string, within: readonly object[]): unknown {
  const entries = Object.keys(value).map(
    (key) => [key, read(value, key, at === "" ? key : `${at}.${key}`)] as const,
  );
  const isPart = at !== "" && entries.some(([, field]) => typeof field === "function");
  if (isPart || !(Array.isArray(value) || isTable(value))) return value;
  const copies = entries.map(([key, field]) => {
    const place = at === "" ? key : `${at}.${key}`;
    if (typeof field === "bigint")
      throw new Error(
        `${shorten(place)} is ${field}n, which no setting takes: write a number, such as ${field}`,
      );
    if (field === null || typeof field !== "object") return [key, field] as const;
    if (within.includes(field)) throw new Error(`${shorten(place)} holds itself`);
    if (within.length >= mostDeep) throw new Error(`${shorten(place)} is nested more than ${mostDeep} deep`);
    return [key, copied(field, place, [...within, field])] as const;
  });
  return Array.isArray(value) ? copies.map(([, field]) => field) : Object.fromEntries(copies);
}

function read(value: object, key: string, place: string): unknown {
  try {
    return (value as Record<string, unknown>)[key];
  } catch (error) {
    throw new Error(`reading ${shorten(place)} throws ${thrown(error)}`);
  }
}

/** What was thrown, in words: anything can be. */
export function thrown(cause: unknown): string {
  try {
    if (!(cause instanceof Error)) return `it throws ${show(cause)}`;
    if (/call stack size exceeded/.test(cause.message)) return "its values are nested too deep";
    const line = String(cause.message)
      .split("\n")
      .find((text) => text.trim() !== "");
    const text = (line ?? String(cause.name)).trim().replace(/[.:]$/, "");
    return text.length > 300 ? `${text.slice(0, 297)}...` : text;
  } catch {
    return "what cannot be shown";
  }
}
