import type { Table } from "../../report/index.js";
import type { LinearResult } from "./linear-result.js";
import { recoverability, recoverabilityByGroup } from "./recoverability.js";
import type { StudyRows, ValueName } from "./study-rows.js";

/** Masked arms whose R² of each value is shown, and what they are called there. */
export const recoveringArms = [
  ["two matrices", "masked/two-matrices/1"],
  ["least squares", "masked/least-squares/0.25"],
  ["unrolled", "masked/unrolled/1"],
] as const;

const mostRows = 40;

/**
 * R² of each named value, the best told by other columns first. Of more than 40 those in the middle are left out: the
 * ends say what can be recovered, and what cannot.
 */
export function valueTable(
  rows: StudyRows,
  names: readonly ValueName[],
  results: ReadonlyMap<string, LinearResult>,
): Table {
  const all = recoverability(rows);
  const others = recoverabilityByGroup(
    rows,
    names.map(({ column }) => column),
  );
  const arms = recoveringArms.map(([, name]) => results.get(name)?.recovered ?? []);
  const order = names.map((_, i) => i).filter((i) => others[i] !== null);
  order.sort((i, j) => others[j]! - others[i]!);
  const half = mostRows / 2;
  const shown = order.length > mostRows ? [...order.slice(0, half), ...order.slice(-half)] : order;
  const far = (value: number | null | undefined) => (value ?? null)?.toFixed(3) ?? null;
  return {
    columns: ["value", "other columns", "all other values", ...recoveringArms.map(([said]) => said)],
    rows: shown.map((i) => [
      names[i]!.said,
      far(others[i]),
      far(all[i]),
      ...arms.map((list) => far(list[i])),
    ]),
  };
}
