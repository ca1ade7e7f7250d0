import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { featuresOf, type LabelledFeatures } from "../metrics/index.js";
import { fillDraw } from "../random/index.js";
import { fitLinearProbe, linearProbe, probePredictions } from "./linear-probe.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

/** Normal clouds around one centre a class. */
function clouds(
  name: string,
  rows: number,
  width: number,
  classes: number,
  distance: number,
): LabelledFeatures {
  const noise = new Float32Array(rows * width);
  fillDraw("normal", name, { seed: 2, step: 0 }, noise, width);
  const centres = new Float32Array(classes * width);
  fillDraw("normal", "centres", { seed: 2, step: 0 }, centres, width);
  const labels = Int32Array.from({ length: rows }, (_, i) => i % classes);
  const vectors = noise.map(
    (v, i) => 3 + v + distance * centres[labels[Math.floor(i / width)]! * width + (i % width)]!,
  );
  return { features: featuresOf(vectors, width), labels };
}

/** Standardises and runs plain gradient descent on the penalised loss, in double precision, for very long. */
function slowProbe(
  { features: { vectors, dimensions: d }, labels }: LabelledFeatures,
  classes: number,
  decay: number,
) {
  const n = labels.length;
  const x = Array.from(labels, (_, i) => Array.from(vectors.slice(i * d, (i + 1) * d)));
  for (let j = 0; j < d; j++) {
    const mean = x.reduce((sum, row) => sum + row[j]!, 0) / n;
    const deviation = Math.sqrt(x.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / n);
    for (const row of x) row[j] = (row[j]! - mean) / deviation;
  }
  const w = Array.from({ length: d + 1 }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  for (let step = 0; step < 4000; step++) {
    const g = w.map((row, j) => row.map((value) => (j < d ? decay * value : 0)));
    loss =
      (decay / 2) *
      w
        .slice(0, d)
        .flat()
        .reduce((sum, value) => sum + value * value, 0);
    for (let i = 0; i < n; i++) {
      const row = [...x[i]!, 1];
      const logits = Array.from({ length: classes }, (_, c) =>
        row.reduce((sum, v, j) => sum + v * w[j]![c]!, 0),
      );
      const total = logits.reduce((sum, v) => sum + Math.exp(v), 0);
      loss += (Math.log(total) - logits[labels[i]!]!) / n;
      for (let c = 0; c < classes; c++) {
        const residual = Math.exp(logits[c]!) / total - (labels[i] === c ? 1 : 0);
        for (let j = 0; j <= d; j++) g[j]![c]! += (residual * row[j]!) / n;
      }
    }
    for (let j = 0; j <= d; j++) for (let c = 0; c < classes; c++) w[j]![c]! -= 0.8 * g[j]![c]!;
  }
  return { w, loss };
}

describe("linear probe", () => {
  it("finds the minimum that plain gradient descent finds", async () => {
    const train = clouds("train", 45, 4, 3, 0.7);
    const slow = slowProbe(train, 3, 0.02);
    const probe = await fitLinearProbe(engine, train, { weightDecay: 0.02 });
    expect(probe.loss).toBeCloseTo(slow.loss, 4);
    for (let j = 0; j < 4; j++)
      for (let c = 0; c < 3; c++) expect(probe.weights[j * 3 + c]).toBeCloseTo(slow.w[j]![c]!, 2);
  });

  it("approaches the best possible accuracy of two normal clouds", async () => {
    // Centres at -1 and +1 along the first of ten axes: the best is Φ(1) = 0.8413.
    const draw = (name: string, rows: number) => {
      const { features, labels } = clouds(name, rows, 10, 2, 0);
      labels.forEach((label, i) => {
        features.vectors[i * 10]! += 2 * label - 1;
      });
      return { features, labels };
    };
    const result = await linearProbe(engine, draw("a", 4000), draw("b", 8000));
    expect(result.accuracy).toBeGreaterThan(0.83);
    expect(result.accuracy).toBeLessThan(0.86);
    expect(result.probe.weightDecayFrom).toBe("held-out");
    expect(result.perClass[0]! + result.perClass[1]!).toBeCloseTo(2 * result.accuracy, 6);
  });

  it("gives the same bits again, and its own predictions from its weights", async () => {
    const train = clouds("train", 300, 6, 4, 1);
    const test = clouds("test", 100, 6, 4, 1);
    const a = await linearProbe(engine, train, test, { seed: 3 });
    const b = await linearProbe(engine, train, test, { seed: 3 });
    expect(b.probe.weights).toEqual(a.probe.weights);
    expect(await probePredictions(engine, a.probe, test.features)).toEqual(a.predictions);
    expect(a.accuracy).toBeGreaterThan(0.8);
  });

  it("does not mind scale, offset, or a constant column", async () => {
    const change = ({ features, labels }: LabelledFeatures): LabelledFeatures => {
      const vectors = new Float32Array(labels.length * 7);
      labels.forEach((_, i) => {
        for (let j = 0; j < 6; j++) vectors[i * 7 + j] = features.vectors[i * 6 + j]! * 10 ** (j - 3) + j;
        vectors[i * 7 + 6] = 123.456;
      });
      return { features: featuresOf(vectors, 7), labels };
    };
    const train = clouds("train", 80, 6, 4, 1);
    const test = clouds("test", 200, 6, 4, 1);
    const plain = await linearProbe(engine, train, test, { weightDecay: 0.01 });
    const scaled = featuresOf(
      test.features.vectors.map((v) => v * 5 - 100),
      6,
    );
    const trainScaled = featuresOf(
      train.features.vectors.map((v) => v * 5 - 100),
      6,
    );
    const moved = await linearProbe(
      engine,
      { features: trainScaled, labels: train.labels },
      { features: scaled, labels: test.labels },
      { weightDecay: 0.01 },
    );
    expect(moved.probe.loss).toBeCloseTo(plain.probe.loss, 4);
    const odd = await linearProbe(engine, change(train), change(test), { weightDecay: 0.01 });
    expect(odd.probe.standardiser.scale[6]).toBe(0);
    expect(odd.predictions).toHaveLength(200);
  });

  it("uses a fixed weight decay where no class has two rows, and separable data do no harm", async () => {
    const test = clouds("test", 150, 30, 3, 2);
    const single = await fitLinearProbe(engine, clouds("few", 3, 30, 3, 2));
    expect(single).toMatchObject({ weightDecayFrom: "rule", atEdge: false });
    expect(single.weightDecay).toBeCloseTo(10 / 3, 12);
    const { probe, accuracy } = await linearProbe(engine, clouds("few", 12, 30, 3, 2), test);
    expect(probe.weightDecayFrom).toBe("held-out");
    expect(accuracy).toBeGreaterThan(0.9);
  });

  it("gives few rows of many columns of noise more weight decay than rows that columns tell apart", async () => {
    const strength = async (width: number, distance: number) => {
      const train = clouds("few", 60, width, 3, distance);
      return 60 * (await fitLinearProbe(engine, train)).weightDecay;
    };
    expect(await strength(100, 0.15)).toBeGreaterThan(10 * (await strength(4, 2)));
  });

  it("copes with a class that only the test set has", async () => {
    const train = clouds("train", 60, 5, 3, 2);
    const test = clouds("test", 60, 5, 3, 2);
    test.labels[0] = 4;
    const { classes, perClass } = await linearProbe(engine, train, test);
    expect(classes).toBe(5);
    expect(perClass[4]).toBe(0);
  });

  it("says what is wrong with its operands", async () => {
    const train = clouds("train", 30, 5, 3, 1);
    await expect(linearProbe(engine, train, clouds("test", 30, 4, 3, 1))).rejects.toThrow(
      "The probe was fitted to rows of 5 numbers; got rows of 4.",
    );
    await expect(fitLinearProbe(engine, train, { weightDecay: -1 })).rejects.toThrow(
      "`weightDecay` takes a number from 0",
    );
    await expect(fitLinearProbe(engine, { ...train, labels: new Int32Array(2) })).rejects.toThrow(
      "got 30 rows and 2 labels",
    );
  });
});
