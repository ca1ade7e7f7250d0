import type { Random } from "../random.js";
import { extremeValues, inheritedNames, oddCharacters } from "./words.js";

type Json = unknown;
/** A place in a value: what holds it, and under which name. */
type Slot = { readonly holder: Record<string, Json> | Json[]; readonly key: string };

/** One way to damage a value that stays JSON: what a person edits, or a program of another version writes. */
export function mutateJson(value: Json, random: Random, words: readonly string[]): Json {
  const copy = { root: structuredClone(value) };
  const slots = slotsOf(copy);
  const { holder, key } = random.pick(slots);
  const at = holder as Record<string, Json>;
  switch (random.below(6)) {
    case 0:
      at[key] = other(random, words);
      break;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete at[key];
      break;
    case 2:
      define(holder, random.pick(inheritedNames), other(random, words));
      break;
    case 3:
      define(holder, renamed(key, random, words), at[key]);
      if (!Array.isArray(holder) && random.chance(0.7)) delete at[key];
      break;
    case 4:
      at[key] = structuredClone(random.pick(slots.map(({ holder, key }) => (holder as typeof at)[key])));
      break;
    default:
      at[key] = varied(at[key], random, words);
  }
  return Object.hasOwn(copy, "root") ? copy.root : null;
}

/** An own property whatever its name: assigned, `__proto__` would set what the object comes from. */
function define(holder: Record<string, Json> | Json[], key: string, value: Json): void {
  if (Array.isArray(holder)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function renamed(key: string, random: Random, words: readonly string[]): string {
  return random.pick([key.toUpperCase(), `${key}x`, "", ...words, ...inheritedNames]);
}

function other(random: Random, words: readonly string[]): Json {
  const plain = [null, true, false, "", [], {}, [null], { name: "x" }, "x".repeat(5000)];
  return random.pick<Json>([...plain, ...extremeValues, ...words, ...inheritedNames, ...oddCharacters]);
}

/** Something like it: a number beside it, a text of another length, a list with one more. */
function varied(value: Json, random: Random, words: readonly string[]): Json {
  if (typeof value === "number")
    return random.pick([value + 1, value - 1, -value, 2 * value, value / 3, String(value)]);
  if (typeof value === "string")
    return random.pick([`${value} `, value.slice(1), value.toUpperCase(), `../${value}`, [value]]);
  if (typeof value === "boolean") return !value;
  if (Array.isArray(value))
    return random.pick([[...value, value[0]], value.slice(1), [value], value.toReversed()]);
  return other(random, words);
}

function slotsOf(holder: Record<string, Json> | Json[]): Slot[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === "object" && value !== null ? slotsOf(value as Record<string, Json>) : []),
  ]);
}
