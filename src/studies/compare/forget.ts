import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { ConfigError } from "../../errors.js";
import { truncateJsonl } from "../../formats/index.js";
import { readPlan, writePlan } from "./plan.js";
import { readRecords, recordsPath } from "./records.js";
import { runPath } from "./run-path.js";

/**
 * Forgets what a comparison knows of some rows: results, measured steps, half-done runs. For methods that have changed.
 * @throws ConfigError for a name that the comparison does not have; nothing is forgotten then
 */
export async function forget(out: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const plan = await readPlan(out);
  const records = await readRecords(out);
  const known = new Set([...(plan?.arms ?? []), ...records].map(({ name }) => name));
  const unknown = names.find((name) => !known.has(name));
  if (plan === null || unknown !== undefined)
    throw new ConfigError(
      `The comparison in ${out} has no results of ${unknown ?? names[0]} to forget; it has ${[...known].join(", ") || "none"}.`,
      { unknown },
    );
  const isKept = ({ name }: { readonly name?: unknown }) => !names.includes(String(name));
  for (const record of records)
    if (!isKept(record)) await rm(runPath(out, record), { recursive: true, force: true });
  // A run that was stopped has no record yet.
  for (const name of names) {
    for (let seed = 0; existsSync(runPath(out, { name, seed })); seed++)
      await rm(runPath(out, { name, seed }), { recursive: true, force: true });
  }
  if (existsSync(recordsPath(out))) await truncateJsonl(recordsPath(out), isKept);
  await writePlan(out, { ...plan, arms: plan.arms.filter(isKept) });
}
