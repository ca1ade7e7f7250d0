import { permutation } from "../data/index.js";
import { ConfigError, DataError } from "../errors.js";

/** How many labels a probe may see. */
export interface LabelBudget {
  /** As it was asked for: `100`, `1%`, `10/class`, `all`. */
  readonly name: string;
  /** Labelled samples in all. */
  readonly labels: number;
  /** For `n/class`: the same number of every class. */
  readonly perClass?: number;
}

/**
 * Reads label budgets: a whole number of labels (`100`), a share (`1%`, `0.5%`), a number of each class
 * (`10/class`), or `all`. Returned from small to large, repeats left out.
 * @param available labelled samples @param classes among them
 * @throws ConfigError for what cannot be read, and for budgets of less than one label; DataError for more than there are.
 */
export function labelBudgets(spec: readonly string[], available: number, classes: number): LabelBudget[] {
  const budgets = spec.map((text) => readBudget(text.trim(), available, classes));
  const distinct = new Map(budgets.map((budget) => [`${budget.labels}/${budget.perClass ?? ""}`, budget]));
  return [...distinct.values()].sort((a, b) => a.labels - b.labels);
}

function readBudget(name: string, available: number, classes: number): LabelBudget {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*(%|\/\s*class)?$/.exec(name) ?? [];
  if (name === "all") return { name, labels: available };
  const value = Number(number);
  const whole = unit === "%" || Number.isInteger(value);
  if (number === undefined || !whole || (unit === "%" && value > 100)) {
    throw new ConfigError(
      `The label budget ${JSON.stringify(name)} cannot be read; expected a number such as 100, a share such as 1%, 10/class, or all.`,
      { budget: name },
    );
  }
  const perClass = unit.startsWith("/");
  const labels = unit === "%" ? Math.round((value / 100) * available) : perClass ? value * classes : value;
  if (labels < 1) {
    throw new ConfigError(
      `The label budget ${name} of ${available} samples is less than one label; ask for more.`,
    );
  }
  if (labels > available) {
    throw new DataError(`The label budget ${name} needs ${labels} labels; there are ${available}.`, {
      labels,
      available,
    });
  }
  return perClass ? { name, labels, perClass: value } : { name, labels };
}

/** Tells these draws from others of the same seed. */
const budgetKey = 0xb0d6;

/**
 * The samples that a budget may see, ascending: drawn by seed, with classes in their own proportions, or the same
 * number of each for `n/class`. For one seed, a smaller budget lies within every larger one of its kind, so that a
 * sweep compares like with like. Samples labelled -1 are never chosen.
 * @param labels int32 `[N]`
 * @param classNames for messages
 * @throws DataError when a class has too few samples, or there are too few in all.
 */
export function labelledSubset(
  labels: Int32Array,
  budget: LabelBudget,
  seed: number,
  classNames: readonly string[] = [],
): Int32Array {
  const members = new Map<number, number[]>();
  const turns = permutation(labels.length, [seed, budgetKey]);
  for (const i of turns) {
    const label = labels[i]!;
    if (label < 0) continue;
    const list = members.get(label);
    if (list === undefined) members.set(label, [i]);
    else list.push(i);
  }
  const chosen =
    budget.perClass === undefined
      ? proportional(members, turns, budget)
      : equal(members, budget.perClass, classNames);
  return Int32Array.from(chosen).sort();
}

/** The r-th of a class's n shuffled members comes at (r + 1/2) / n; the budget takes the first ones. */
function proportional(
  members: ReadonlyMap<number, readonly number[]>,
  turns: Int32Array,
  { name, labels }: LabelBudget,
): number[] {
  const turn = new Int32Array(turns.length);
  for (const [at, row] of turns.entries()) turn[row] = at;
  const places = [...members].flatMap(([, rows]) =>
    rows.map((row, rank) => ({ row, place: (rank + 0.5) / rows.length })),
  );
  if (places.length < labels) {
    throw new DataError(`The label budget ${name} needs ${labels} labels; there are ${places.length}.`, {
      labels,
    });
  }
  places.sort((a, b) => a.place - b.place || turn[a.row]! - turn[b.row]!);
  return places.slice(0, labels).map(({ row }) => row);
}

function equal(
  members: ReadonlyMap<number, readonly number[]>,
  perClass: number,
  classNames: readonly string[],
): number[] {
  return [...members].flatMap(([label, rows]) => {
    if (rows.length < perClass) {
      throw new DataError(
        `Class ${classNames[label] ?? label} has ${rows.length} labelled samples, fewer than the ${perClass} asked of each: ask for at most ${rows.length}/class, or for a number or share of all labels, such as 100 or 10%.`,
        {
          label,
          perClass,
        },
      );
    }
    return rows.slice(0, perClass);
  });
}
