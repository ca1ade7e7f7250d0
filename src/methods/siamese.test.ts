import { describe, expect, it } from "vitest";
import { mlp } from "../encoders/index.js";
import { gradient } from "../grad/index.js";
import { add, constant, sub, sumSquares, type Tensor } from "../tensor/index.js";
import { siamese } from "./index.js";
import { describeMethod } from "./method.suite.js";
import { runTensors } from "./run-tensors.suite.js";
import { tracing } from "./tracing.suite.js";

for (const convention of ["ranking", "keras"] as const)
  describeMethod(`siamese in the ${convention} convention`, {
    method: siamese({ convention, hiddenDim: 16, outputDim: 8 }),
    steps: 15,
  });

const shape = [4, 1, 2, 3] as const;
const encoder = mlp({ widths: [5] });
const pictures = (phase: number) =>
  Float32Array.from({ length: 24 }, (_, i) => Math.sin(phase + 1.3 * i + 0.1 * i * i));

describe("two branches of one network", () => {
  it("have one gradient: the sum of the two branches' own (SPEC row 108)", async () => {
    const method = siamese({ hiddenDim: 6, outputDim: 3 });
    const { root, encode, views } = tracing(method, { encoder, shape, views: ["a", "b"] });
    const [a, b] = views as [Tensor, Tensor];
    const energy = (first: Tensor, second: Tensor) => sumSquares(sub(first, second));
    const shared = energy(encode(a), encode(b));
    const weights = root.variables.parameters().map(({ tensor }) => tensor);
    const state = root.variables.initialValues(2);

    // The same numbers twice, each branch with a set of its own: what each alone would be told.
    const apart = ["left", "right"].map((side) => {
      const branch = tracing(method, { encoder, shape, views: [] });
      const root = branch.root.child(side);
      return { root, apply: (x: Tensor) => encoder.apply(root.child("encoder"), x).embedding };
    });
    const unshared = energy(apart[0]!.apply(a), apart[1]!.apply(b));
    const own = apart.map(({ root }) => root.variables.parameters().map(({ tensor }) => tensor));
    const copies = apart.flatMap(({ root }) =>
      root.variables.initialValues(2).map((entry, k) => ({ ...entry, data: state[k]!.data })),
    );

    const together = gradient(shared, weights);
    const [left, right] = own.map((parameters) => gradient(unshared, parameters)) as [Tensor[], Tensor[]];
    const named = together.flatMap((g, i) => [
      [`shared${i}`, g] as const,
      [`sum${i}`, add(left[i]!, right[i]!)] as const,
      [`left${i}`, left[i]!] as const,
    ]);
    const read = await runTensors(Object.fromEntries(named), {
      feeds: { a: pictures(0), b: pictures(2) },
      state: [...state, ...copies],
    });
    expect(together.length).toBeGreaterThan(0);
    together.forEach((_, i) => {
      read(`shared${i}`).forEach((slope, k) => {
        expect(slope).toBeCloseTo(read(`sum${i}`)[k]!, 5);
      });
      expect(read(`left${i}`)).not.toEqual(read(`shared${i}`));
    });
  });
});

describe("siamese pairs by class", () => {
  /** The loss of pictures that differ by sample alone, so that a pair of one sample has the distance 0. */
  async function lossOf(classes: readonly number[]): Promise<number> {
    const method = siamese({ hiddenDim: 6, outputDim: 3, margin: 1.9, convention: "ranking" });
    const context = tracing(method, { encoder, shape, views: ["a", "b"] });
    const classOf = constant(Int32Array.from(classes), [classes.length]);
    const { loss } = method.step({ ...context, classOf });
    const state = context.root.variables.initialValues(2);
    const same = pictures(0);
    const read = await runTensors({ loss: loss as Tensor }, { feeds: { a: same, b: same }, state });
    return read("loss")[0]!;
  }

  it("are pushed apart only across classes: not at all in a batch of one", async () => {
    expect(await lossOf([0, 0, 0, 0])).toBeCloseTo(0, 5);
    expect(await lossOf([0, 1, 2, 3])).toBeGreaterThan(0.01);
  });

  it("are those of the sample before where that is of another class", async () => {
    const method = siamese({ hiddenDim: 6, outputDim: 3 });
    const losses = await Promise.all(
      [undefined, constant(Int32Array.of(0, 1, 0, 1), [4])].map(async (classOf) => {
        const context = tracing(method, { encoder, shape, views: ["a", "b"] });
        const { loss } = method.step(classOf === undefined ? context : { ...context, classOf });
        const state = context.root.variables.initialValues(2);
        const feeds = { a: pictures(0), b: pictures(2) };
        return (await runTensors({ loss: loss as Tensor }, { feeds, state }))("loss")[0]!;
      }),
    );
    expect(losses[1]).toBeCloseTo(losses[0]!, 6);
  });
});
