import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Engine, inlineEngine } from "../engine/index.js";
import { autoencoder, denoisingAutoencoder, maskedAutoencoder } from "../methods/index.js";
import { adamw } from "../optim/index.js";
import { barePictures } from "../setup/index.js";
import { stepProgram } from "../steps/index.js";
import { linear } from "./index.js";

const [samples, side, steps] = [16, 6, 40];
const methods = [autoencoder(), denoisingAutoencoder(), maskedAutoencoder({ unit: "pixels" })];
const forms = ["two-matrices", "least-squares", "unrolled"] as const;
const cases = methods.flatMap((method) => forms.map((form) => [form, method.name, method] as const));

describe("linear autoencoders", () => {
  let engine: Engine;
  beforeAll(() => {
    engine = inlineEngine({ threads: 1 });
  });
  afterAll(() => engine.dispose());

  it.each(cases)("learn with the form %s and the method %s", async (form, _, method) => {
    const encoder = linear({ form, size: 5 });
    const config = barePictures(method, encoder, {
      ...{ size: [side, side], channels: 1, augment: [], batchSize: samples, steps, deviation: 0.28 },
    });
    const optimizer = adamw({ weightDecay: 0 });
    const { train, variables } = stepProgram({ config, encoder, method, optimizer, samples });
    const matrices = form === "two-matrices" ? ["encoder/A", "decoder/B"] : ["encoder/B"];
    expect(variables.parameters().map(({ name }) => name)).toEqual(matrices);
    const store = await engine.createStore(variables.initialValues(0));
    const step = await engine.load(train, { store });
    const losses: number[] = [];
    for (let done = 0; done < steps; done++) {
      const outputs = await step.run(
        {
          images: waves(),
          learningRate: Float32Array.of(1e-2),
          stepNumber: Float32Array.of(done + 1),
          progress: Float32Array.of(done / steps),
          teacherMomentum: Float32Array.of(1),
        },
        { seed: 0, step: done },
      );
      losses.push(Number(outputs.loss![0]));
    }
    const mean = (some: readonly number[]) => some.reduce((sum, loss) => sum + loss / some.length, 0);
    expect(mean(losses.slice(-5))).toBeLessThan(0.8 * mean(losses.slice(0, 5)));
  });
});

/** Pictures of waves in two directions: few dimensions. */
function waves(): Uint8Array {
  return Uint8Array.from({ length: samples * side * side }, (_, k) => {
    const [n, y, x] = [Math.floor(k / side ** 2), Math.floor(k / side) % side, k % side];
    return 128 + 60 * Math.sin(0.9 * x + n) + 60 * Math.cos(0.7 * y + 2 * n);
  });
}
