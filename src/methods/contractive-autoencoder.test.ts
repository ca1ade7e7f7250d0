import { describe, expect, it } from "vitest";
import type { Encoder } from "../encoders/index.js";
import { mul, reshape, type Tensor } from "../tensor/index.js";
import { contractiveAutoencoder } from "./index.js";
import { look, spread, wavesOf } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("contractive-autoencoder", { method: contractiveAutoencoder({ contraction: 0.01 }) });

/** An encoder that multiplies the picture by a number, and a decoder that divides by it. */
const scaling = (factor: number): Encoder => ({
  name: "scaling",
  options: {},
  reads: "pictures",
  learningRateScale: 1,
  tokens: false,
  normalisesBatch: false,
  apply: (_, x) => ({ embedding: mul(reshape(x, [x.shape[0] ?? 0, -1]), factor), layers: new Map() }),
  decode: (_, code, picture) => reshape(mul(code, 1 / factor), [code.shape[0] ?? 0, ...picture]),
});

describe("contractive-autoencoder", () => {
  const read = (factor: number) => {
    const method = contractiveAutoencoder({ contraction: 0.5, directions: 8 });
    return look(
      method,
      (context) => {
        const { loss, metrics } = method.step(context);
        return { loss: loss as Tensor, ...metrics };
      },
      { training: true, shape: [8, 1, 8, 8], encoder: scaling(factor) },
    );
  };

  it("charges how far codes move with pixels, for their spread", async () => {
    const { loss, jacobianNorm, reconstruction } = await read(3);
    // Nine for each of 64 numbers, by 8 x 8 draws of |v|², each 64 give or take 11.
    expect(Math.abs(jacobianNorm![0]! / (9 * 64) - 1)).toBeLessThan(0.1);
    const x = wavesOf(8 * 64);
    const columns = Array.from({ length: 64 }, (_, i) => spread(x.filter((_, k) => k % 64 === i)));
    const variance = columns.reduce((sum, { deviation }) => sum + deviation ** 2, 0);
    expect(reconstruction![0]).toBeCloseTo(0, 6);
    expect(loss![0]).toBeCloseTo((0.5 * jacobianNorm![0]!) / (9 * variance), 4);
  });

  it("costs the same whatever the scale of codes", async () => {
    expect((await read(0.1)).loss![0]).toBeCloseTo((await read(10)).loss![0]!, 4);
  });
});
