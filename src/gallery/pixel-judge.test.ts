import { afterAll, expect, it } from "vitest";
import { type ImageSource, permutation } from "../data/index.js";
import { nodeEngine } from "../engine/index.js";
import { pixelFeatures } from "../kinds/index.js";
import { mostJudging, openPixelJudge } from "./pixel-judge.js";

const engine = nodeEngine({ threads: 1 });
afterAll(() => engine.dispose());

const size = 16;

/** Noisy pictures of 4 x 4, bright at the top or at the bottom, with what labels are said. */
function halves(length: number, labelOf: (i: number) => number): ImageSource {
  const images = Uint8Array.from(permutation(length * size, [7]), (value, i) => {
    const isBright = i % size < size / 2 === (Math.floor(i / size) % 2 === 0);
    return (isBright ? 150 : 0) + (value % 100);
  });
  const values = Int32Array.from({ length }, (_, i) => labelOf(i));
  return {
    ...{ kind: "pictures", name: "halves", length, shape: [1, 4, 4], sizeNote: "", skipped: [], notes: [] },
    ...{ storedIn: "memory", id: String, hasLabels: true, close: async () => {} },
    labels: async () => ({ values, classNames: ["top", "bottom"], missing: 0 }),
    read: async (indices) => ({
      images: Uint8Array.from(
        Array.from(indices).flatMap((i) => [...images.subarray(i * size, (i + 1) * size)]),
      ),
    }),
  };
}

it("tells classes that pixels tell, and says how often it is right", async () => {
  const source = halves(100, (i) => i % 2);
  const { accuracy, heldOut, classify, classNames } = await openPixelJudge(engine, source);
  expect({ accuracy, heldOut, classNames }).toEqual({
    accuracy: 1,
    heldOut: 20,
    classNames: ["top", "bottom"],
  });
  expect(Array.from(await classify(await pixelFeatures(source)))).toEqual(
    Array.from({ length: 100 }, (_, i) => i % 2),
  );
});

it("is right by chance where labels are, because no picture is asked that votes", async () => {
  const labels = permutation(1000, [3]);
  const { accuracy, heldOut } = await openPixelJudge(
    engine,
    halves(1000, (i) => labels[i]! % 2),
  );
  expect(heldOut).toBe(200);
  expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.11);
});

it("takes as many pictures as memory allows, and needs some", async () => {
  expect(mostJudging(28 * 28)).toBe(10_000);
  expect(4 * mostJudging(3 * 32 * 32) * 3 * 32 * 32).toBeLessThanOrEqual(2 ** 26);
  await expect(
    openPixelJudge(
      engine,
      halves(9, (i) => i % 2),
    ),
  ).rejects.toThrow("halves has 9 labelled pictures; a judge of coverage needs at least 10");
  await expect(
    openPixelJudge(
      engine,
      halves(20, () => 0),
    ),
  ).rejects.toThrow(
    "A judge of coverage needs two classes or more with several samples of each, but all 20 labels of halves are",
  );
});
