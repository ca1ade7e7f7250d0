import { ConfigError } from "../errors.js";
import { cacheEntries, freeBytes } from "./cache-folder.js";

const usualLimit = 10 * 2 ** 30;
const units: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12, MIB: 2 ** 20, GIB: 2 ** 30 };

/**
 * Bytes that the cache may hold: `$UNLABEL_CACHE_LIMIT`, such as `20GB`, else 10 GiB; but never more than half of the
 * room that it would leave on its disk if it were empty.
 *
 * @throws ConfigError when the variable says something else
 */
export async function cacheLimit(folder: string): Promise<number> {
  const said = limitSaid();
  if (said !== null) return said;
  const held = (await cacheEntries(folder)).reduce((sum, { bytes }) => sum + bytes, 0);
  return Math.min(usualLimit, ((await freeBytes(folder)) + held) / 2);
}

/** What the variable says; null where it says nothing. Throws ConfigError when that is no size. */
export function limitSaid(): number | null {
  const said = process.env.UNLABEL_CACHE_LIMIT;
  if (!said) return null;
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(said.trim()) ?? [];
  const scale = number !== "" && Number(number) === 0 && unit === "" ? 1 : units[unit.toUpperCase()];
  if (scale === undefined || number === "")
    throw new ConfigError(
      `UNLABEL_CACHE_LIMIT takes a size such as 500MB or 20GB, or 0, but got ${JSON.stringify(said)}.`,
    );
  return Number(number) * scale;
}
