import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { gradient } from "../grad/index.js";
import type { Shape } from "../graph/index.js";
import { input, type Tensor } from "../tensor/index.js";

/** Rows of numbers, as the slow versions read them; vectors are one row. */
export type Rows = readonly (readonly number[])[];

export interface LossInput {
  readonly rows: Rows;
  /** Integers, which have no gradient. */
  readonly integer?: boolean;
}

export interface LossSuite {
  readonly inputs: readonly LossInput[];
  loss(...inputs: Tensor[]): Tensor;
  /** The same in plain loops and double precision. */
  slow(...inputs: Rows[]): number;
}

export interface Evaluation {
  readonly value: number;
  /** One for each input that is not an integer. */
  readonly gradients: readonly (readonly number[])[];
}

let engine: Engine | undefined;

/** Runs a loss with its gradients on the engine. */
export async function evaluate(
  loss: (...inputs: Tensor[]) => Tensor,
  ...given: readonly (LossInput | Rows)[]
): Promise<Evaluation> {
  const all = given.map((one): LossInput => ("rows" in one ? one : { rows: one }));
  const tensors = all.map(({ rows, integer }, i) =>
    input(`x${i}`, shapeOf(rows, integer), integer ? "int32" : "float32"),
  );
  const value = loss(...tensors);
  const floats = tensors.filter(({ dtype }) => dtype === "float32");
  const outputs = new Map([["value", value]]);
  gradient(value, floats).forEach((g, i) => {
    outputs.set(`gradient${i}`, g);
  });
  engine ??= inlineEngine();
  const program = await engine.load({ outputs, updates: new Map() }, { store: await engine.createStore() });
  const feeds = Object.fromEntries(
    all.map(({ rows, integer }, i) => [`x${i}`, (integer ? Int32Array : Float32Array).from(rows.flat())]),
  );
  const results = await program.run(feeds);
  await program.dispose();
  return {
    value: Number(results.value?.[0]),
    gradients: floats.map((_, i) => Array.from(results[`gradient${i}`] as Float32Array)),
  };
}

/** Value against the slow version, gradients against its central differences. */
export function describeLoss(name: string, { inputs, loss, slow }: LossSuite): void {
  describe(name, () => {
    let result: Evaluation;
    beforeAll(async () => {
      result = await evaluate(loss, ...inputs);
    });
    afterAll(async () => {
      await engine?.dispose();
      engine = undefined;
    });

    it("is the slow version's value", () => {
      const expected = slow(...inputs.map(({ rows }) => rows));
      expect(Math.abs(result.value - expected)).toBeLessThan(1e-5 * Math.max(1, Math.abs(expected)));
    });

    it("has the slow version's slope in every direction", () => {
      const floats = inputs.flatMap(({ integer }, i) => (integer ? [] : [i]));
      floats.forEach((at, which) => {
        const columns = inputs[at]!.rows[0]!.length;
        result.gradients[which]!.forEach((g, k) => {
          const moved = (by: number) =>
            slow(
              ...inputs.map(({ rows }, i) =>
                i !== at
                  ? rows
                  : rows.map((row, r) => row.map((x, c) => (r * columns + c === k ? x + by : x))),
              ),
            );
          const slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
          expect(Math.abs(g - slope), `input ${at}, element ${k}`).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(slope)),
          );
        });
      });
    });
  });
}

function shapeOf(rows: Rows, integer = false): Shape {
  return integer && rows.length === 1 ? [rows[0]!.length] : [rows.length, rows[0]!.length];
}

/** `[n, d]` numbers that look like nothing in particular, the same every time. */
export function waves(n: number, d: number, phase: number): Rows {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: d }, (_, j) => Math.sin(phase + 1.3 * (i * d + j) + Math.sin(i + 2 * j))),
  );
}

/** Cosine of two rows. */
export function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Rows turned by one angle in the plane of the first two axes: nothing that depends on angles alone may change. */
export function turned(rows: Rows, angle: number): Rows {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return rows.map(([x = 0, y = 0, ...rest]) => [c * x - s * y, s * x + c * y, ...rest]);
}

/** Every row times a positive number of its own. */
export function scaled(rows: Rows): Rows {
  return rows.map((row, i) => row.map((value) => value * (0.5 + i)));
}
