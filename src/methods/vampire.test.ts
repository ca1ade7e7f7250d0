import { describe, expect, it } from "vitest";
import { bagOfWords } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { vampire } from "./index.js";
import { describeTextMethod, readTexts, texts, trainTexts } from "./text-method.suite.js";

const encoder = bagOfWords({ width: 16, dropout: 0 });

describeTextMethod("vampire", { method: vampire({ topics: 8, warmUp: 0 }), encoder, steps: 100 });
describeTextMethod("vampire of a transformer", {
  method: vampire({ topics: 4 }),
  steps: 60,
  lossFalls: false,
});

describe("vampire", () => {
  it("says words better from a text's code than from how often they are", async () => {
    const engine = inlineEngine();
    const suite = { method: vampire({ topics: 8, beta: 0.1 }), encoder, steps: 250, learningRate: 1e-2 };
    const { store } = await trainTexts(engine, suite);
    const found = await readTexts(engine, store, suite, ({ x, ...context }) => ({
      ...suite.method.surprise!({ ...context, x }),
      energy: suite.method.energy!({ ...context, x, y: x }),
    }));
    const words = texts.map((text) => text.filter((token) => token >= 7));
    expect(found.count).toEqual(words.map(({ length }) => length));
    const counts = new Map<number, number>();
    for (const word of words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
    const all = words.flat().length;
    const unigram = words.flat().reduce((sum, word) => sum - Math.log(counts.get(word)! / all), 0) / all;
    const own = found.energy!.reduce((sum, nats, i) => sum + nats * words[i]!.length, 0) / all;
    expect(own).toBeLessThan(unigram - 0.3);
    // The bound charges the code too.
    found.total!.forEach((total, i) => {
      expect(total).toBeGreaterThan(found.energy![i]! * words[i]!.length);
    });
    await engine.dispose();
  });

  it("weighs its divergence as it is told, rising as training goes on", async () => {
    const engine = inlineEngine();
    const { metrics, losses } = await trainTexts(engine, {
      ...{ method: vampire({ topics: 4, beta: 2, warmUp: 0.5 }), encoder, steps: 20 },
    });
    metrics.forEach(({ reconstruction, kl }, step) => {
      const weight = 2 * Math.min(1, step / 20 / 0.5);
      expect(losses[step]).toBeCloseTo(reconstruction! + weight * kl!, 3);
    });
    await engine.dispose();
  });
});
