import { describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { constant, type Tensor } from "../tensor/index.js";
import {
  candidatesAmong,
  candidatesInBatch,
  dcl,
  dclw,
  infoNce,
  momentumContrast,
  nextOthers,
  nPairLoss,
  ntXent,
  sameClass,
  squaredDistanceSimilarity,
  supCon,
} from "./index.js";
import { cosine, describeLoss, evaluate, type LossInput, type Rows, waves } from "./loss.suite.js";

const temperature = 0.3;
const [za, zb] = [waves(5, 3, 0.4), waves(5, 3, 3)];
const classes: LossInput = { rows: [[0, 1, 0, 2, 1]], integer: true };
type Pair = (a: Rows[0], b: Rows[0]) => number;
const dot: Pair = (a, b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const minusSquares: Pair = (a, b) => -a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);

/** Anchor by anchor: its positive and the views that are of other classes. */
function slow(
  a: Rows,
  b: Rows,
  [of = []]: Rows,
  {
    both,
    decoupled = false,
    similar = cosine,
    tau = temperature,
  }: { both: boolean; decoupled?: boolean; similar?: Pair; tau?: number },
): number {
  const n = a.length;
  const views = [...a, ...b];
  const anchors = both ? 2 * n : n;
  let total = 0;
  for (let i = 0; i < anchors; i++) {
    const partner = (i + n) % (2 * n);
    const against = views.flatMap((_, k) => (of[k % n] !== of[i % n] && (both || k >= n) ? [k] : []));
    const s = (k: number) => Math.exp(similar(views[i]!, views[k]!) / tau);
    const negatives = against.reduce((sum, k) => sum + s(k), 0);
    const denominator = decoupled ? negatives : negatives + s(partner);
    total += (denominator === 0 ? 0 : Math.log(denominator)) - Math.log(s(partner));
  }
  return total / anchors;
}

const inputs = [{ rows: za }, { rows: zb }, classes];

describeLoss("ntXent of pairs by class", {
  inputs,
  loss: (a, b, of) => ntXent(a, b, { temperature, classes: of }),
  slow: (a, b, of) => slow(a, b, of, { both: true }),
});

describeLoss("infoNce of pairs by class", {
  inputs,
  loss: (a, b, of) => infoNce(a, b, { temperature, classes: of }),
  slow: (a, b, of) => slow(a, b, of, { both: false }),
});

describeLoss("dcl of pairs by class, where one class leaves nothing to push", {
  inputs,
  loss: (a, b, of) => dcl(a, b, { temperature, classes: of }),
  slow: (a, b, of) => slow(a, b, of, { both: true, decoupled: true }),
});

describeLoss("nPairLoss of pairs by class", {
  inputs,
  loss: (a, b, of) => nPairLoss(a, b, { regularisation: 0.1, classes: of }),
  slow: (a, b, of) => {
    const squares = (rows: Rows) => rows.reduce((sum, row) => sum + dot(row, row), 0) / rows.length;
    return slow(a, b, of, { both: false, similar: dot, tau: 1 }) + 0.025 * (squares(a) + squares(b));
  },
});

describeLoss("ntXent of distances", {
  inputs: [{ rows: za }, { rows: zb }],
  loss: (a, b) => ntXent(a, b, { temperature, similarity: squaredDistanceSimilarity }),
  slow: (a, b) => slow(a, b, [[0, 1, 2, 3, 4]], { both: true, similar: minusSquares }),
});

describeLoss("supCon of distances, all of their own class", {
  inputs: [{ rows: za }, { rows: zb }],
  loss: (a, b) =>
    supCon(a, b, constant(Int32Array.of(4, 1, 0, 2, 3), [5]), {
      temperature,
      similarity: squaredDistanceSimilarity,
    }),
  slow: (a, b) => slow(a, b, [[0, 1, 2, 3, 4]], { both: true, similar: minusSquares }),
});

const losses: Readonly<Record<string, (a: Tensor, b: Tensor, classes?: Tensor) => Tensor>> = {
  ntXent: (a, b, of) => ntXent(a, b, { temperature, classes: of }),
  infoNce: (a, b, of) => infoNce(a, b, { temperature, classes: of }),
  dcl: (a, b, of) => dcl(a, b, { temperature, classes: of }),
  dclw: (a, b, of) => dclw(a, b, { temperature, classes: of }),
  nPairLoss: (a, b, of) => nPairLoss(a, b, { classes: of }),
  momentumContrast: (a, b, of) =>
    momentumContrast(a, b, b, {
      temperature,
      ...(of ? { excluded: sameClass(of) } : {}),
    }),
};

describe.each(Object.entries(losses))("%s", (name, loss) => {
  const labels = (...values: number[]) => ({ rows: [values], integer: true });
  const apart = (a: Tensor, b: Tensor, of: Tensor) => loss(a, b, of);

  it("is what it was where all classes are different", async () => {
    const told = await evaluate(apart, za, zb, labels(7, 3, 0, 1, 4));
    // Keys whose own are in the queue are told from the rest of it, as in a batch, but have no slope.
    const queued = name === "momentumContrast";
    const plain = await evaluate(queued ? losses.infoNce! : loss, za, zb);
    expect(told.value).toBeCloseTo(plain.value, 5);
    if (queued) return expect(new Set(told.gradients[1])).toEqual(new Set([0]));
    told.gradients.flat().forEach((slope, i) => {
      expect(slope).toBeCloseTo(plain.gradients.flat()[i]!, 5);
    });
  });

  it("is a number with a finite slope in a batch of one class, and pushes nothing", async () => {
    const { value, gradients } = await evaluate(apart, za, zb, labels(2, 2, 2, 2, 2));
    expect(Number.isFinite(value)).toBe(true);
    expect(gradients.flat().every(Number.isFinite)).toBe(true);
    if (name === "dcl" || name === "dclw") {
      expect(Math.abs(value)).toBeLessThan(2 / temperature); // what is left is the pull
    } else if (name !== "nPairLoss") {
      expect(value).toBeCloseTo(0, 6);
      expect(Math.max(...gradients.flat().map(Math.abs))).toBeLessThan(1e-6);
    }
  });
});

/** Values of tensors that have no inputs. */
async function valuesOf(...tensors: Tensor[]): Promise<number[][]> {
  const engine = inlineEngine();
  const outputs = new Map(tensors.map((tensor, i) => [`${i}`, tensor]));
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const results = await program.run({});
  await engine.dispose();
  return tensors.map((_, i) => Array.from(results[`${i}`]!, Number));
}

describe("candidatesAmong", () => {
  it("counts the positive and the samples of other classes, in a batch and in a queue that is not full yet", async () => {
    const of = constant(Int32Array.of(0, 1, 0, 2), [4]);
    const kept = constant(Int32Array.of(-1, 0, 0, 1, 2), [5]);
    expect(
      await valuesOf(candidatesAmong(of), candidatesAmong(of, of, 2), candidatesAmong(of, kept)),
    ).toEqual([
      [3, 4, 3, 4],
      [5, 7, 5, 7],
      [4, 5, 4, 5],
    ]);
  });
});

describe("candidatesInBatch", () => {
  it("are all views but the anchor's own, where there are no classes", () => {
    const z = constant([1, 2, 3, 4], [4, 1]);
    expect([candidatesInBatch(z, undefined), candidatesInBatch(z, undefined, 2)]).toEqual([4, 7]);
  });
});

describe("nextOthers", () => {
  it("are the first ones before of another class, counted round, or the samples themselves", async () => {
    const next = (...classes: number[]) => nextOthers(constant(Int32Array.from(classes), [classes.length]));
    expect(await valuesOf(next(0, 1, 1, 0, 0), next(3, 3, 3), next(5, 1, 0))).toEqual([
      [2, 0, 0, 2, 2],
      [0, 1, 2],
      [2, 0, 1],
    ]);
  });
});
