/** Methods that do not say what they read learn from views of texts, as they are. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bagOfWords, gru } from "../encoders/index.js";
import { type Engine, inlineEngine } from "../engine/index.js";
import { methods } from "./index.js";
import { texts, tinyTransformer, tracedTexts } from "./text-method.suite.js";

const anyKind = [...methods].flatMap(([name, make]) => {
  const method = make(name === "w-mse" ? { outputDim: 4 } : {});
  return method.reads === undefined ? [[name, method] as const] : [];
});

let engine: Engine;
beforeAll(() => {
  engine = inlineEngine();
});
afterAll(() => engine.dispose());

it("are the joint-embedding ones and the supervised baseline", () => {
  expect(anyKind.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      ...["simclr", "moco-v2", "moco-v3", "nnclr", "byol", "simsiam", "dino", "swav", "barlow-twins"],
      ...["vicreg", "tico", "w-mse", "emp-ssl", "lejepa", "triplet", "supcon", "supervised"],
    ]),
  );
});

describe.each(anyKind)("%s", (_, method) => {
  it("makes a finite loss of views of texts, and gradients that move its encoder", async () => {
    const { root, groups, result } = tracedTexts(method, { encoder: tinyTransformer({ dropout: 0.1 }) });
    const outputs = new Map(
      groups.flatMap(({ loss, parameters, slopes }, group) => [
        [`loss${group}`, loss] as const,
        ...parameters.flatMap(({ name }, i) =>
          name === "encoder/tokens/weight" || name === "encoder/block1/mlp1/weight"
            ? [[name, slopes[i]!] as const]
            : [],
        ),
      ]),
    );
    expect(outputs.size).toBe(groups.length + 2);
    expect(result.embedding.shape[1]).toBe(16);
    const store = await engine.createStore(root.variables.initialValues(1));
    const program = await engine.load({ outputs, updates: root.variables.assigned() }, { store });
    const feeds = {
      tokens: Int32Array.from(texts.flat()),
      progress: Float32Array.of(0.3),
      ...(method.labels ? { labels: Int32Array.from(texts, (__, i) => i % 2) } : {}),
      ...(method.indexed ? { index: Int32Array.from(texts, (__, i) => i) } : {}),
    };
    // The first fills memories.
    await program.run(feeds, { seed: 1, step: 0 });
    const found = await program.run(feeds, { seed: 1, step: 1 });
    await program.dispose();
    await store.dispose();
    for (const [name, values] of Object.entries(found)) {
      expect(Array.from(values, Number).every(Number.isFinite), name).toBe(true);
      if (name.startsWith("encoder"))
        expect(
          Array.from(values, Number).some((slope) => slope !== 0),
          name,
        ).toBe(true);
    }
  });
});

it.each([
  ["gru", gru({ width: 16 })],
  ["bag-of-words", bagOfWords({ width: 16 })],
])("simclr and byol with the encoder %s", (_, encoder) => {
  for (const name of ["simclr", "byol"]) {
    const { result } = tracedTexts(methods.get(name)!(), { encoder });
    expect(result.embedding.shape[1]).toBe(16);
  }
});
