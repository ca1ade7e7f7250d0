import { afterAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { featuresOf } from "./features.js";
import { mutualNeighbours, neighbours, retrieval, retrievalScores } from "./neighbours.js";

const engine = inlineEngine();
afterAll(() => engine.dispose());

/** Unit vectors at angles in degrees. */
const angles = (...degrees: number[]) =>
  featuresOf(
    Float32Array.from(degrees.flatMap((d) => [Math.cos((d * Math.PI) / 180), Math.sin((d * Math.PI) / 180)])),
    2,
  );

describe("neighbours", () => {
  it("come nearest first, with their cosines", async () => {
    const found = await neighbours(engine, angles(0, 10, 20, 50, 60, 80), angles(52), 3);
    expect(Array.from(found.indices)).toEqual([3, 4, 5]);
    [2, 8, 28].forEach((d, i) => {
      expect(found.similarities[i]).toBeCloseTo(Math.cos((d * Math.PI) / 180), 6);
    });
  });

  it("of a set among itself leave out the sample, even among copies of it", async () => {
    const found = await mutualNeighbours(engine, angles(0, 10, 25, 50), 2);
    expect(Array.from(found.indices)).toEqual([1, 2, 0, 2, 1, 0, 2, 1]);
    const copies = await mutualNeighbours(engine, angles(30, 30, 30), 1);
    expect(Array.from(copies.indices)).toEqual([1, 0, 0]);
  });

  it("are scored by class: recall@k counts queries with a hit, precision@k counts hits", async () => {
    const samples = { features: angles(0, 10, 20, 50, 60, 80), labels: Int32Array.of(0, 0, 0, 1, 1, 2) };
    const [at1, at2] = await retrieval(engine, samples, [1, 2]);
    // Nearest: 0→10, 10→0 or 20, 20→10, 50→60, 60→50, 80→60: five of six right.
    expect(at1).toEqual({ k: 1, recall: 5 / 6, precision: 5 / 6 });
    // Second nearest add 20, 20 or 0, 0, 20, 80, 50.
    expect(at2).toEqual({ k: 2, recall: 5 / 6, precision: 8 / 12 });
  });

  it("are not scored at cut-offs beyond what was searched", () => {
    const nearest = { k: 1, indices: Int32Array.of(0), similarities: Float32Array.of(1) };
    const scores = retrievalScores(nearest, Int32Array.of(4), Int32Array.of(4), [1, 5]);
    expect(scores).toEqual([{ k: 1, recall: 1, precision: 1 }]);
  });
});
