import { describe, expect, it } from "vitest";
import { distance, drawn, look, scatter } from "./look.suite.js";

/** Channels of so many pixels each. */
const planes = (values: ArrayLike<number>, pixels: number) =>
  Array.from({ length: values.length / pixels }, (_, i) =>
    Array.from({ length: pixels }, (_, k) => values[i * pixels + k]!),
  );
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviation = (values: readonly number[]) =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

describe("colour dropping", () => {
  const [n, pixels] = [30, 64];
  const data = scatter(n * 4 * pixels);

  it("keeps one colour and makes faint noise about the mean of the others", async () => {
    const y = await look(data, [n, 4, 8, 8], [{ name: "colour-dropping", options: { noise: 0.05 } }]);
    const [, colour] = drawn(2, n) as [Float32Array, Float32Array];
    const before = planes(data, pixels);
    planes(y, pixels).forEach((plane, i) => {
      const [sample, channel] = [Math.floor(i / 4), i % 4];
      const kept = Math.floor(3 * colour[sample]!);
      if (channel === kept || channel === 3) expect(distance(plane, before[i]!)).toBeLessThan(1e-6);
      else {
        const noise = 0.05 * deviation(before[sample * 4 + kept]!);
        expect(Math.abs(mean(plane) - mean(before[i]!))).toBeLessThan(noise);
        expect(deviation(plane)).toBeGreaterThan(0.5 * noise);
        expect(deviation(plane)).toBeLessThan(1.7 * noise);
      }
    });
    expect(new Set(Array.from(colour, (value) => Math.floor(3 * value)))).toEqual(new Set([0, 1, 2]));
  });

  it("leaves samples that were not chosen, and grey pictures", async () => {
    const recipe = [{ name: "colour-dropping", options: { probability: 0.5 } }];
    const y = await look(data, [n, 4, 8, 8], recipe);
    const [chance] = drawn(2, n) as [Float32Array];
    planes(y, 4 * pixels).forEach((picture, i) => {
      const moved = distance(picture, planes(data, 4 * pixels)[i]!);
      if (chance[i]! < 0.5) expect(moved).toBeGreaterThan(0.1);
      else expect(moved).toBeLessThan(1e-6);
    });
    expect(distance(await look(data, [n * 4, 1, 8, 8], recipe), data)).toBeLessThan(1e-6);
  });
});
