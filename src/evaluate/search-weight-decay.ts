import { permutation } from "../data/index.js";
import type { Engine } from "../engine/index.js";
import { type LabelledFeatures, labelledRows, rowCount } from "../metrics/index.js";
import { softmaxRegression } from "./softmax-regression.js";
import { fitStandardiser, standardise } from "./standardise.js";

/** Held-out search: λ = c / N for these c, from strong to weak, each starting where the last one ended. */
const grid = [100, 10, 1, 0.1, 0.01] as const;
/** Rows that the search looks at, at most; λ N is what carries over to all rows. */
const gridRows = 10_000;
/** Every class needs this many rows, or the held-out part says too little. */
const gridRowsPerClass = 20;

/** λ for all rows, or undefined when a class has too few of them. */
export async function searchWeightDecay(
  engine: Engine,
  train: LabelledFeatures,
  classes: number,
  seed: number,
): Promise<number | undefined> {
  const { fit, heldOut } = holdOut(train.labels, classes, seed);
  if (fit.length === 0) return undefined;
  const fitted = labelledRows(train, fit);
  const held = labelledRows(train, heldOut);
  const standardiser = fitStandardiser(fitted.features);
  const regression = await softmaxRegression(
    engine,
    standardise(fitted.features, standardiser),
    fitted.labels,
    classes,
  );
  const judge = await softmaxRegression(
    engine,
    standardise(held.features, standardiser),
    held.labels,
    classes,
  );
  try {
    let best = { loss: Number.POSITIVE_INFINITY, strength: 1 };
    let start: Float64Array | undefined;
    for (const strength of grid) {
      const options = start === undefined ? {} : { start };
      const { x } = await regression.fit(strength / fit.length, {
        ...options,
        maxIterations: 50,
        valueTolerance: 1e-3,
      });
      const loss = await judge.loss(x);
      if (loss >= best.loss) break; // From strong to weak the held-out loss falls, then rises.
      best = { loss, strength };
      start = x;
    }
    return best.strength / rowCount(train.features);
  } finally {
    await judge.dispose();
    await regression.dispose();
  }
}

/** A fifth of each class held out; both empty when a class is too small. */
function holdOut(labels: Int32Array, classes: number, seed: number) {
  const share = Math.min(1, gridRows / labels.length);
  const members: number[][] = Array.from({ length: classes }, () => []);
  for (const i of permutation(labels.length, [seed, 0x1a7])) members[labels[i]!]!.push(i);
  const present = members.filter((rows) => rows.length > 0);
  const fit: number[] = [];
  const heldOut: number[] = [];
  if (present.every((rows) => rows.length >= gridRowsPerClass)) {
    for (const rows of present) {
      const used = Math.max(gridRowsPerClass, Math.round(rows.length * share));
      const cut = Math.round(used / 5);
      heldOut.push(...rows.slice(0, cut));
      fit.push(...rows.slice(cut, used));
    }
  }
  return { fit, heldOut };
}
