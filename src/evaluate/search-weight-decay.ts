import type { Engine } from "../engine/index.js";
import { type LabelledFeatures, labelledRows, rowCount } from "../metrics/index.js";
import { type Cut, heldOutParts } from "./held-out-parts.js";
import { type SoftmaxRegression, softmaxRegression } from "./softmax-regression.js";
import { fitStandardiser, standardisedRows } from "./standardise.js";

/** What the search found. */
export interface ChosenDecay {
  /** λ for all rows. */
  readonly weightDecay: number;
  /** Whether the least loss was at an end of the grid, so that it may be less beyond. */
  readonly atEdge: boolean;
}

/** λ = c / N with c = 10^(e/2): the first e, and how far the search goes. */
const first = 2;
const [weakest, strongest] = [-10, 12];
/** A decade that lowers the loss by less, in nats, is not worth the next. */
const worthwhile = 1e-3;

/** With more rows than this a fit need not go as far. */
const manyRows = 2000;

/**
 * λ of least held-out cross-entropy, or undefined where no class has two rows. From c = 10 it goes on by decades as
 * long as the loss falls, first to weaker and then to stronger decay, and at last looks half a decade to both sides.
 */
export async function searchWeightDecay(
  engine: Engine,
  train: LabelledFeatures,
  classes: number,
  seed: number,
): Promise<ChosenDecay | undefined> {
  const cuts = heldOutParts(train.labels, classes, seed);
  if (cuts.length === 0) return undefined;
  const fits: Fit[] = [];
  try {
    for (const cut of cuts) fits.push(await openFit(engine, train, classes, cut));
    const { exponent, atEdge } = await walk((strength) => heldOutLoss(fits, strength));
    return { weightDecay: strengthOf(exponent) / rowCount(train.features), atEdge };
  } finally {
    for (const { regression, judge } of fits) {
      await judge.dispose();
      await regression.dispose();
    }
  }
}

const strengthOf = (exponent: number) => 10 ** (exponent / 2);

/** @param lossAt of a strength c */
export async function walk(
  lossAt: (strength: number) => Promise<number>,
): Promise<{ exponent: number; atEdge: boolean }> {
  let best = { exponent: first, loss: await lossAt(strengthOf(first)) };
  const tryAt = async (exponent: number) => {
    const loss = await lossAt(strengthOf(exponent));
    const gained = best.loss - loss;
    if (gained > 0) best = { exponent, loss };
    return gained;
  };
  for (const step of [-2, 2]) {
    if (best.exponent !== first) break; // The other way was better.
    for (let e = first + step; e >= weakest && e <= strongest; e += step)
      if ((await tryAt(e)) < worthwhile) break;
  }
  const middle = best.exponent;
  const atEdge = middle === weakest || middle === strongest;
  if (!atEdge) for (const e of [middle - 1, middle + 1]) await tryAt(e);
  return { exponent: best.exponent, atEdge };
}

/** One part held out, and a regression on the others. */
interface Fit {
  readonly regression: SoftmaxRegression;
  readonly judge: SoftmaxRegression;
  readonly rows: { readonly fitted: number; readonly heldOut: number };
  /** How far each fit goes. */
  readonly effort: { readonly maxIterations: number; readonly valueTolerance: number };
  start: Float64Array | undefined;
}

async function openFit(
  engine: Engine,
  train: LabelledFeatures,
  classes: number,
  { fit, heldOut }: Cut,
): Promise<Fit> {
  const fitted = labelledRows(train, fit);
  const held = labelledRows(train, heldOut);
  const standardiser = fitStandardiser(fitted.features);
  const open = ({ features, labels }: LabelledFeatures) =>
    softmaxRegression(engine, standardisedRows(features, standardiser), labels, classes);
  const regression = await open(fitted);
  return {
    regression,
    judge: await open(held),
    rows: { fitted: fit.length, heldOut: heldOut.length },
    effort:
      fit.length > manyRows
        ? { maxIterations: 50, valueTolerance: 1e-3 }
        : { maxIterations: 100, valueTolerance: 1e-4 },
    start: undefined,
  };
}

/**
 * Mean over all rows held out, each fit starting where its last one ended. All at once: while one is in the engine, this
 * thread makes the next step of another.
 */
async function heldOutLoss(fits: readonly Fit[], strength: number): Promise<number> {
  const losses = await Promise.all(
    fits.map(async (one) => {
      const { regression, judge, rows, effort, start } = one;
      const { x } = await regression.fit(strength / rows.fitted, { ...effort, ...(start && { start }) });
      one.start = x;
      return judge.loss(x);
    }),
  );
  const [sum, count] = fits.reduce(
    ([sum, count], { rows }, i) => [sum + rows.heldOut * losses[i]!, count + rows.heldOut] as const,
    [0, 0] as readonly [number, number],
  );
  return sum / count;
}
