import { existsSync } from "node:fs";
import { ConfigError } from "../../errors.js";
import { truncateJsonl } from "../../formats/index.js";
import { untrainedOf } from "./baselines.js";
import type { CompareOptions } from "./compare-options.js";
import { type Plan, readPlan, writePlan } from "./plan.js";
import { readRecords, recordsPath } from "./records.js";
import { removeRuns } from "./run-path.js";

/**
 * Forgets what a comparison knows of some rows: results, measured steps, half-done runs. For methods that have changed.
 * @throws ConfigError for a name that the comparison does not have; nothing is forgotten then
 */
export async function forget(out: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await refuseUnknownRows(out, names);
  const plan = await readPlan(out);
  for (const name of names) await removeRuns(out, name);
  const forgotten = forgottenRows(plan, names);
  const isKept = ({ name }: { readonly name?: unknown }) => !forgotten.has(String(name));
  if (existsSync(recordsPath(out))) await truncateJsonl(recordsPath(out), isKept);
  if (plan !== null) await writePlan(out, { ...plan, arms: plan.arms.filter(isKept) });
}

/** Rows that are forgotten with those that are named: what a method makes of the encoder may have changed with it. */
export function forgottenRows(plan: Plan | null, names: readonly string[]): ReadonlySet<string> {
  const changed = (plan?.arms ?? []).filter(({ name }) => names.includes(name));
  return new Set([...names, ...changed.map(({ method }) => untrainedOf(method))]);
}

/** @throws ConfigError for a name that the comparison has neither planned nor a result of */
export async function refuseUnknownRows(out: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const plan = await readPlan(out);
  const known = new Set([...(plan?.arms ?? []), ...(await readRecords(out))].map(({ name }) => name));
  const unknown = plan === null ? names[0] : names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new ConfigError(
      `The comparison in ${out} has no results of ${unknown} to forget; it has ${[...known].join(", ") || "none"}.`,
      { unknown },
    );
}

/**
 * What is forgotten is found anew: refuses rows that this call would forget and not run.
 * @param jobs all that it runs
 * @throws ConfigError naming the first
 */
export function refuseIdleRows(
  again: readonly string[],
  jobs: readonly { readonly name: string }[],
  { methods = [], leaveOutAugmentations = false }: Pick<CompareOptions, "methods" | "leaveOutAugmentations">,
): void {
  const rows = new Set(jobs.map(({ name }) => name));
  const idle = again.find((name) => !rows.has(name));
  if (idle === undefined) return;
  const chosen = methods.map(({ name }) => name).join(",");
  const among =
    leaveOutAugmentations || chosen === "" ? `the rows ${[...rows].join(", ")}` : `the methods ${chosen}`;
  throw new ConfigError(
    `\`again\` names ${idle}, which is not among ${among}, so it would be forgotten and not run again: name it there too, or leave it out.`,
    { name: idle },
  );
}
