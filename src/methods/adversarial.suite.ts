import { describe, expect, it } from "vitest";
import { mlp } from "../encoders/index.js";
import { inlineEngine, type Outputs } from "../engine/index.js";
import { adamw } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { sampleProgram, stepProgram } from "../steps/index.js";
import type { Method } from "./index.js";

const [samples, side] = [16, 4];

/** Mean of the left and of the right half of the training pictures, in 0..1. */
const levels = [0.85, 0.25] as const;

/** Checks that hold for every method that draws new pictures. */
export function describeGenerator(
  name: string,
  { method, steps = 150 }: { readonly method: Method; readonly steps?: number },
): void {
  describe(`${name}'s generator`, () => {
    it("draws pictures like those it saw, in 0..1", async () => {
      const [before, after] = [await drawnAfter(method, { steps: 0 }), await drawnAfter(method, { steps })];
      const between = (levels[0] + levels[1]) / 2;
      const contrast = ({ halves: [left, right] }: Drawn) => left - right;
      expect(after.halves[0]).toBeGreaterThan(between);
      expect(after.halves[1]).toBeLessThan(between);
      expect(contrast(before)).toBeLessThan(0.1);
      expect(contrast(after)).toBeGreaterThan(0.6 * (levels[0] - levels[1]));
      expect(after.least).toBeGreaterThanOrEqual(0);
      expect(after.greatest).toBeLessThanOrEqual(1);
    });
  });
}

export interface Drawn {
  /** Mean of the left and of the right half of new pictures. */
  readonly halves: readonly [number, number];
  readonly least: number;
  readonly greatest: number;
  /** What the last step gave besides. */
  readonly outputs: Readonly<Record<string, number>>;
}

/** Trains a method on pictures whose left half is light and whose right half is dark, and draws new ones. */
export async function drawnAfter(
  method: Method,
  { steps, learningRate = 5e-3 }: { readonly steps: number; readonly learningRate?: number },
): Promise<Drawn> {
  const base = mlp({ widths: [16, 8], norm: false });
  const encoder = method.encoder(base);
  const config = barePictures(method, base, {
    size: [side, side],
    channels: 1,
    augment: [],
    learningRate,
    batchSize: samples,
    steps: Math.max(1, steps),
  });
  const optimizer = adamw({ weightDecay: 0, beta1: 0.5 });
  const { train, variables } = stepProgram({ config, encoder, method, optimizer, samples });
  const engine = inlineEngine();
  try {
    const store = await engine.createStore(variables.initialValues(2));
    const step = await engine.load(train, { store });
    let outputs: Outputs = {};
    for (let done = 0; done < steps; done++) {
      outputs = await step.run(
        {
          images: pictures(done),
          learningRate: Float32Array.of(learningRate),
          stepNumber: Float32Array.of(done + 1),
          progress: Float32Array.of(done / steps),
          teacherMomentum: Float32Array.of(1),
        },
        { seed: 1, step: done },
      );
    }
    const sampling = sampleProgram(config, encoder, method, 64)!;
    const { pictures: drawn } = await (await engine.load(sampling.program, { store })).run(
      {},
      { seed: 3, step: 0 },
    );
    const values = Array.from(drawn!, Number);
    const half = (of: number) => {
      const own = values.filter((_, k) => Math.floor((k % side) / (side / 2)) === of);
      return own.reduce((sum, value) => sum + value, 0) / own.length;
    };
    return {
      halves: [half(0), half(1)],
      least: Math.min(...values),
      greatest: Math.max(...values),
      outputs: Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, Number(values[0])])),
    };
  } finally {
    await engine.dispose();
  }
}

/** Both halves differ a little from picture to picture. */
function pictures(seed: number): Uint8Array {
  return Uint8Array.from({ length: samples * side * side }, (_, k) => {
    const [sample, column] = [Math.floor(k / (side * side)), k % side];
    const level = levels[column < side / 2 ? 0 : 1];
    return 255 * (level + 0.08 * Math.sin(1 + 2.1 * sample + 5 * seed + (column < side / 2 ? 0 : 2)));
  });
}
