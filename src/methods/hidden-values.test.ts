import { describe, expect, it } from "vitest";
import { Scope } from "../nn/index.js";
import { drawHidden, withHidden } from "./hidden-values.js";
import { autoencoder } from "./index.js";
import { look, spread, wavesOf } from "./look.suite.js";

const settings = { unit: "patches", patchSide: 3, hiddenShare: 0.3, rescale: false } as const;
const shape = [64, 3, 8, 7] as const;

/** What is hidden, `[samples, channels, rows, columns]`, as written out for each value. */
async function hiddenOf(given: Partial<Parameters<typeof drawHidden>[2]>) {
  const all = { ...settings, ...given };
  const { hidden, seen } = await look(
    autoencoder(),
    ({ x }) => {
      const drawn = drawHidden(Scope.root(), x, all);
      return { hidden: drawn, seen: withHidden(x, drawn, all) };
    },
    { shape },
  );
  return { hidden: hidden!, seen: seen! };
}

describe("drawHidden", () => {
  it("hides single pixels, of all channels alike, with the probability it is given", async () => {
    const { hidden, seen } = await hiddenOf({ unit: "pixels" });
    expect(hidden.length).toBe(64 * 56);
    expect(Math.abs(spread(hidden).mean - 0.3)).toBeLessThan(0.03);
    const x = wavesOf(64 * 3 * 56);
    seen.forEach((value, i) => {
      const flag = hidden[Math.floor(i / (3 * 56)) * 56 + (i % 56)];
      expect(value).toBeCloseTo(flag === 1 ? 0 : x[i]!, 5);
    });
  });

  it("hides whole squares, cut at the far edges", async () => {
    const { hidden } = await hiddenOf({});
    expect(hidden.length).toBe(64 * 56);
    for (let i = 0; i < hidden.length; i++) {
      const [n, row, column] = [Math.floor(i / 56), Math.floor(i / 7) % 8, i % 7];
      const corner = n * 56 + (row - (row % 3)) * 7 + (column - (column % 3));
      expect(hidden[i]).toBe(hidden[corner]);
    }
    // Beside each other, squares differ often.
    const pairs = Array.from({ length: 64 }, (_, n) => [hidden[n * 56], hidden[n * 56 + 3]]);
    expect(pairs.filter(([a, b]) => a !== b).length).toBeGreaterThan(10);
  });

  it("hides whole channels", async () => {
    const { hidden, seen } = await hiddenOf({ unit: "channels" });
    expect(hidden.length).toBe(64 * 3);
    hidden.forEach((flag, channel) => {
      const values = seen.slice(channel * 56, (channel + 1) * 56);
      expect(values.every((value) => value === 0)).toBe(flag === 1);
    });
  });

  it("keeps the input's expectation where it rescales", async () => {
    const plain = await hiddenOf({ hiddenShare: 0.75 });
    const rescaled = await hiddenOf({ hiddenShare: 0.75, rescale: true });
    expect(rescaled.hidden).toEqual(plain.hidden);
    rescaled.seen.forEach((value, i) => {
      expect(value).toBeCloseTo(4 * plain.seen[i]!, 5);
    });
  });
});
