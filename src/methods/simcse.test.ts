import { describe, expect, it } from "vitest";
import { bagOfWords, gru } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { ConfigError } from "../errors.js";
import { simcse } from "./index.js";
import { describeTextMethod, texts, tinyTransformer, tracedTexts, trainTexts } from "./text-method.suite.js";

const encoder = tinyTransformer({ dropout: 0.1 });

describeTextMethod("simcse", { method: simcse(), encoder, learningRate: 3e-3 });
describeTextMethod("simcse of a bag of words", {
  method: simcse(),
  encoder: bagOfWords({ width: 16 }),
  learningRate: 3e-3,
});

describe("simcse", () => {
  it("passes each text twice, with dropout of their own", async () => {
    const { root, result } = tracedTexts(simcse(), { encoder });
    const engine = inlineEngine();
    const [a, b] = result.pairs!;
    const program = await engine.load(
      {
        outputs: new Map([
          ["a", a],
          ["b", b],
        ]),
        updates: new Map(),
      },
      { store: await engine.createStore(root.variables.initialValues(1)) },
    );
    const found = await program.run({ tokens: Int32Array.from(texts.flat()) }, { seed: 1, step: 0 });
    await engine.dispose();
    const rows = (name: "a" | "b") =>
      Array.from({ length: 16 }, (_, i) => Array.from(found[name]!, Number).slice(16 * i, 16 * i + 16));
    rows("a").forEach((row, i) => {
      expect(row).not.toEqual(rows("b")[i]);
    });
  });

  it("bounds what the two passes say of each other", async () => {
    const { result } = tracedTexts(simcse(), { encoder });
    expect(result.infoNce?.candidates).toBe(16);
    expect(simcse().couples).toEqual(["loss"]);
  });

  it.each([
    ["transformer", tinyTransformer({ dropout: 0 })],
    ["gru", gru({ dropout: 0 })],
  ])("refuses a %s without dropout in one sentence", (name, without) => {
    const refused = () => simcse().encoder(without);
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(
      `simcse tells a text's two passes apart by dropout alone, and the encoder ${name} has it off: give it some, such as \`encoder.dropout: 0.1\`.`,
    );
  });

  it("brings texts back together from few steps", async () => {
    const engine = inlineEngine();
    const { losses } = await trainTexts(engine, { method: simcse(), encoder, steps: 60, learningRate: 3e-3 });
    await engine.dispose();
    // Sixteen candidates by chance: ln 16.
    expect(losses[0]).toBeLessThan(Math.log(16));
    expect(losses.at(-1)).toBeLessThan(0.3);
  });
});
