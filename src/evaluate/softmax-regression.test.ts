import { afterAll, describe, expect, it } from "vitest";
import { type Engine, type Handing, inlineEngine, type StateEntry } from "../engine/index.js";
import { fillDraw } from "../random/index.js";
import { classify, type Rows } from "./linear-classifier.js";
import { type RegressionMemory, softmaxRegression } from "./softmax-regression.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

const [count, width, classes] = [503, 7, 4];
const values = new Float32Array(count * width);
fillDraw("normal", "rows", { seed: 1, step: 0 }, values, width);
const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
for (let i = 0; i < count; i++) values[i * width + labels[i]!]! += 1.5;
const rows: Rows = {
  count,
  width,
  fill: (from, to, out) => out.set(values.subarray(from * width, to * width)),
};

/** An engine that counts the most bytes that it was handed at once, or holds. */
function counting(): { readonly engine: Engine; most: () => number } {
  let [held, most] = [0, 0];
  const bytes = (entries: readonly StateEntry[]) =>
    entries.reduce((sum, { data }) => sum + data.byteLength, 0);
  const handed = (more: number) => {
    most = Math.max(most, held + more);
  };
  return {
    most: () => most,
    engine: {
      ...engine,
      async createStore(entries = [], handing) {
        held += bytes(entries);
        handed(0);
        const store = await engine.createStore(entries, handing);
        const { write } = store;
        // The same object: the engine knows its stores by it.
        return Object.assign(store, {
          write(changes: readonly StateEntry[], how?: Handing) {
            if (changes.some(({ name }) => name === "rows")) held += bytes(changes);
            handed(bytes(changes));
            return write(changes, how);
          },
        });
      },
      async load(program, options) {
        const loaded = await engine.load(program, options);
        return {
          ...loaded,
          run(feeds, draws, handing) {
            handed(Object.values(feeds).reduce((sum, data) => sum + data.byteLength, 0));
            return loaded.run(feeds, draws, handing);
          },
        };
      },
    },
  };
}

async function fitted(memory: RegressionMemory, on: Engine = engine) {
  const regression = await softmaxRegression(on, rows, labels, classes, memory);
  try {
    const start = Float64Array.from({ length: width * classes + classes }, (_, i) => Math.sin(i) / 4);
    return { loss: await regression.loss(start), ...(await regression.fit(0.01)) };
  } finally {
    await regression.dispose();
  }
}

describe("a softmax regression", () => {
  it("finds in blocks what it finds with all rows in the engine", async () => {
    const whole = await fitted({});
    // Several blocks of two lengths; one block, but not in the engine.
    for (const blockBytes of [4000, 2 ** 20]) {
      const blocks = await fitted({ residentBytes: 0, blockBytes });
      expect(Math.abs(blocks.loss - whole.loss)).toBeLessThan(1e-6);
      expect(Math.abs(blocks.value - whole.value)).toBeLessThan(1e-5);
      const furthest = Math.max(...blocks.x.map((value, i) => Math.abs(value - whole.x[i]!)));
      expect(furthest).toBeLessThan(1e-3);
      expect(await fitted({ residentBytes: 0, blockBytes })).toEqual(blocks);
    }
  });

  it("holds a block and the parameters, not the rows", async () => {
    const { engine: counted, most } = counting();
    await fitted({ residentBytes: 0, blockBytes: 4000 }, counted);
    expect(most()).toBeLessThan(4000 + 3 * 4 * (width + 1) * classes);
    const all = counting();
    await fitted({}, all.engine);
    expect(all.most()).toBeGreaterThan(values.byteLength);
  });

  it("asks the engine once for every look at the loss", async () => {
    let calls = 0;
    const counted: Engine = {
      ...engine,
      async createStore(entries, handing) {
        const store = await engine.createStore(entries, handing);
        const { write } = store;
        return Object.assign(store, {
          write: (...changes: Parameters<typeof write>) => {
            calls++;
            return write(...changes);
          },
        });
      },
      async load(program, options) {
        const loaded = await engine.load(program, options);
        return {
          ...loaded,
          run: (...given) => {
            calls++;
            return loaded.run(...given);
          },
        };
      },
    };
    const { evaluations } = await fitted({}, counted);
    expect(evaluations).toBeGreaterThan(5);
    expect(calls).toBe(1 + evaluations);
  });

  it("classifies rows a tile at a time", async () => {
    const parameters = new Float64Array((width + 1) * classes);
    for (let c = 0; c < classes; c++) parameters[c * classes + c] = 1;
    const greatest = Array.from({ length: count }, (_, i) => {
      const row = [...values.subarray(i * width, i * width + classes)];
      return row.indexOf(Math.max(...row));
    });
    const many: Rows = {
      ...rows,
      count: 3 * count,
      fill: (from, to, out) => {
        for (let row = from; row < to; row++) {
          const at = (row % count) * width;
          out.set(values.subarray(at, at + width), (row - from) * width);
        }
      },
    };
    const found = await classify(engine, { classes, width, parameters }, many);
    expect([...found]).toEqual([...greatest, ...greatest, ...greatest]);
  });
});
