import { describe, expect, it } from "vitest";
import { distance, drawn, look, scatter } from "./look.suite.js";

const [n, h, w] = [6, 5, 7];
const pixels = h * w;
type Rgb = readonly [number, number, number];

const lumaOf = ([r, g, b]: Rgb) => 0.299 * r + 0.587 * g + 0.114 * b;
const colourAt = (x: Float32Array, i: number, p: number): Rgb => [
  x[(i * 3 + 0) * pixels + p]!,
  x[(i * 3 + 1) * pixels + p]!,
  x[(i * 3 + 2) * pixels + p]!,
];
/** Torchvision's blend: factor x + (1 - factor) y. */
const blend = (x: Rgb, y: number, factor: number) =>
  x.map((value) => factor * value + (1 - factor) * y) as unknown as Rgb;
const cut = (x: Rgb) => x.map((value) => Math.min(1, Math.max(0, value)));
/** Angle of a colour about the grey axis, as HSV's hue for the corners of the cube, in turns. */
const hueOf = ([r, g, b]: Rgb) => Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b) / (2 * Math.PI);

/** The pictures' colours changed by a function of the sample and its mean luma, step by step, cut at the end. */
function changed(x: Float32Array, body: (colour: Rgb, i: number, mean: number) => Rgb): Float32Array {
  const y = new Float32Array(x.length);
  for (let i = 0; i < n; i++) {
    let mean = 0;
    for (let p = 0; p < pixels; p++) mean += lumaOf(colourAt(x, i, p)) / pixels;
    for (let p = 0; p < pixels; p++) {
      const colour = cut(body(colourAt(x, i, p), i, mean));
      for (const [c, value] of colour.entries()) y[(i * 3 + c) * pixels + p] = value;
    }
  }
  return y;
}

const factor = (u: number, strength: number) => {
  const low = Math.max(0, 1 - strength);
  return low + u * (1 + strength - low);
};

describe("colour jitter", () => {
  const data = scatter(n * 3 * pixels);
  const jitter = (options: Record<string, number>) =>
    look(data, [n, 3, h, w], [{ name: "colour-jitter", options }]);
  const [, b, c, s, turn] = drawn(5, n) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];

  it("is brightness, then contrast against the mean grey, then saturation, as torchvision blends", async () => {
    const y = await jitter({ brightness: 0.4, contrast: 1.5, saturation: 0.9 });
    const expected = changed(data, (colour, i, mean) => {
      const bright = blend(colour, 0, factor(b[i]!, 0.4));
      const contrasted = blend(bright, mean * factor(b[i]!, 0.4), factor(c[i]!, 1.5));
      return blend(contrasted, lumaOf(contrasted), factor(s[i]!, 0.9));
    });
    expect(distance(y, expected)).toBeLessThan(1e-5);
  });

  it("gives the same in the other order", async () => {
    const y = await jitter({ brightness: 0.4, contrast: 1.5, saturation: 0.9 });
    const expected = changed(data, (colour, i, mean) => {
      const saturated = blend(colour, lumaOf(colour), factor(s[i]!, 0.9));
      const contrasted = blend(saturated, mean, factor(c[i]!, 1.5));
      return blend(contrasted, 0, factor(b[i]!, 0.4));
    });
    expect(distance(y, expected)).toBeLessThan(1e-5);
  });

  it("turns hue by the drawn angle and keeps luma", async () => {
    // Faint colours stay within 0..1 whatever the angle.
    const faint = data.map((value) => 0.5 + 0.1 * (value - 0.5));
    const y = await look(faint, [n, 3, h, w], [{ name: "colour-jitter", options: { hue: 0.5 } }]);
    for (let i = 0; i < n; i++) {
      for (let p = 0; p < pixels; p++) {
        const [before, after] = [colourAt(faint, i, p), colourAt(y, i, p)];
        expect(lumaOf(after)).toBeCloseTo(lumaOf(before), 5);
        const error = hueOf(after) - hueOf(before) - (turn[i]! - 0.5);
        expect(Math.abs(error - Math.round(error))).toBeLessThan(2e-3);
      }
    }
  });

  it("changes the chosen share of the samples and leaves the others", async () => {
    const grey = new Float32Array(300 * 4).fill(0.5);
    const options = { brightness: 0.5, probability: 0.8 };
    const y = await look(grey, [300, 1, 2, 2], [{ name: "colour-jitter", options }]);
    const same = y.filter((value, i) => i % 4 === 0 && value === 0.5).length;
    expect(same / 300).toBeGreaterThan(0.12);
    expect(same / 300).toBeLessThan(0.28);
  });

  it("is brightness and contrast for grey pictures", async () => {
    const grey = scatter(n * pixels);
    const options = { brightness: 0.4, contrast: 0.7, saturation: 1, hue: 0.5 };
    const y = await look(grey, [n, 1, h, w], [{ name: "colour-jitter", options }]);
    const expected = grey.map((value, at) => {
      const i = Math.floor(at / pixels);
      const own = grey.subarray(i * pixels, (i + 1) * pixels);
      const mean = own.reduce((sum, v) => sum + v, 0) / pixels;
      const contrasted = mean + factor(c[i]!, 0.7) * (value - mean);
      return Math.min(1, Math.max(0, factor(b[i]!, 0.4) * contrasted));
    });
    expect(distance(y, expected)).toBeLessThan(1e-5);
  });

  it("makes greyscale of luma, alone and after jitter", async () => {
    const grey = { name: "greyscale", options: { probability: 1 } };
    const plain = await look(data, [n, 3, h, w], [grey]);
    expect(
      distance(
        plain,
        changed(data, (colour) => blend(colour, lumaOf(colour), 0)),
      ),
    ).toBeLessThan(1e-5);
    const options = { brightness: 0.4, contrast: 0.4, saturation: 0.4 };
    const both = await look(data, [n, 3, h, w], [{ name: "colour-jitter", options }, grey]);
    const expected = changed(data, (colour, i, mean) => {
      const bright = factor(b[i]!, 0.4);
      return blend(
        blend(colour, mean, factor(c[i]!, 0.4)),
        lumaOf(blend(colour, mean, factor(c[i]!, 0.4))),
        0,
      ).map((value) => value * bright) as unknown as Rgb;
    });
    expect(distance(both, expected)).toBeLessThan(1e-5);
  });
});
