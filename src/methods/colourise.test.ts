import { describe, expect, it } from "vitest";
import { mlp, vit } from "../encoders/index.js";
import type { Tensor } from "../tensor/index.js";
import { colourise } from "./index.js";
import { look, pictureDeviation, pictureMean } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 8, binSize: 20 };

describeMethod("colourise", { method: colourise(small), channels: 3 });

/** A picture of one colour each, standardised. */
const flat = (colours: readonly (readonly number[])[], side: number) =>
  colours.flatMap((colour) =>
    colour.flatMap((value) => new Array<number>(side * side).fill((value - pictureMean) / pictureDeviation)),
  );

describe("colourise", () => {
  it("needs colour", () => {
    expect(colourise().channels).toBe(3);
    expect(colourise().withoutChannels).toContain("no colour");
  });

  it("draws a grey picture, and colours on its lightness, of sides that 4 does not divide", async () => {
    const method = colourise(small);
    const drawn = await look(
      method,
      (context) => {
        const { panels, error } = method.reconstruct!(context);
        return { ...panels, error: error as Tensor };
      },
      { shape: [2, 3, 10, 14] },
    );
    expect(drawn.grey!.length).toBe(2 * 140);
    for (const panel of ["colourised", "likeliest", "drawn"]) {
      expect(drawn[panel]!.length).toBe(2 * 3 * 140);
      expect(Math.min(...drawn[panel]!)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...drawn[panel]!)).toBeLessThanOrEqual(1);
    }
    expect(drawn.error!.length).toBe(2);
    expect(drawn.drawn).not.toEqual(drawn.likeliest);
  });

  it("predicts the same whatever colour a lightness has", async () => {
    const method = colourise(small);
    const red = [0.804, 0.222, 0.221];
    const grey = [0.4387, 0.4387, 0.4387]; // as light as that, L = 47.2
    const x = flat([red, grey], 8);
    const { colourised, error } = await look(
      method,
      (context) => {
        const made = method.reconstruct!(context);
        return { colourised: made.panels.colourised as Tensor, error: made.error as Tensor };
      },
      { shape: [2, 3, 8, 8], x },
    );
    colourised!.slice(0, 192).forEach((value, i) => {
      expect(Math.abs(value - colourised![192 + i]!)).toBeLessThan(0.002);
    });
    expect(error![0]!).toBeGreaterThan(error![1]! + 20);
  });

  it("reads colours off tokens, and off embeddings where there is no map", async () => {
    const method = colourise(small);
    for (const encoder of [vit({ width: 8, depth: 1, heads: 2, patch: 4 }), mlp({ widths: [8] })]) {
      const { loss } = await look(method, (context) => ({ loss: method.step(context).loss as Tensor }), {
        shape: [4, 3, 8, 8],
        training: true,
        encoder,
      });
      expect(Number.isFinite(loss![0])).toBe(true);
    }
  });
});
