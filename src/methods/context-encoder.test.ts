import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { gradient } from "../grad/index.js";
import { full, sumSquares, type Tensor } from "../tensor/index.js";
import { changedWhereHidden, drawAgain, isHidden, samples, side, somePictures } from "./hiding.suite.js";
import { contextEncoder } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("context-encoder", { method: contextEncoder({ overlap: 1 }), steps: 150, learningRate: 1e-2 });
describeMethod("context-encoder with a critic", {
  method: contextEncoder({ region: "random", adversarialWeight: 0.01 }),
  channels: 3,
  steps: 100,
  learningRate: 1e-2,
  lossFalls: false,
});

describe("what a context encoder draws", () => {
  const holes = (masked: readonly number[]) =>
    Array.from({ length: samples }, (_, n) =>
      masked
        .slice(n * side * side, (n + 1) * side * side)
        .flatMap((pixel, at) => (isHidden(pixel) ? [at] : [])),
    );

  it("takes out the middle", async () => {
    const { masked } = await drawAgain(contextEncoder({ region: "central" }), somePictures());
    const middle = Array.from({ length: side * side }, (_, at) => at).filter((at) =>
      [Math.floor(at / side), at % side].every((place) => place >= 4 && place < 12),
    );
    expect(holes(masked)).toEqual(Array(samples).fill(middle));
  });

  it("takes out a quarter anywhere, or blocks that cover no more", async () => {
    const one = holes((await drawAgain(contextEncoder({ region: "random" }), somePictures())).masked);
    expect(one.map((hole) => hole.length)).toEqual(Array(samples).fill(64));
    expect(new Set(one.map((hole) => hole.join())).size).toBeGreaterThan(1);
    const blocks = holes((await drawAgain(contextEncoder({}), somePictures())).masked);
    for (const hole of blocks) {
      expect(hole.length).toBeGreaterThanOrEqual(16);
      expect(hole.length).toBeLessThanOrEqual(64);
    }
  });

  it("fills the hole without seeing it, and nothing else", async () => {
    const images = somePictures();
    const drawn = await drawAgain(contextEncoder(), images);
    const again = await drawAgain(contextEncoder(), changedWhereHidden(images, drawn.masked));
    expect(again.output).toEqual(drawn.output);
    expect(again.error).not.toEqual(drawn.error);
    images.forEach((byte, i) => {
      if (!isHidden(drawn.masked[i]!)) expect(drawn.output[i]).toBeCloseTo(byte / 255, 5);
    });
  });

  it("hides less with an overlap, and refuses one that hides nothing", async () => {
    const overlapping = contextEncoder({ region: "central", overlap: 2 });
    expect(holes((await drawAgain(overlapping, somePictures())).masked)[0]!.length).toBe(16);
    await expect(drawAgain(contextEncoder({ overlap: 2 }), somePictures())).rejects.toThrow(ConfigError);
  });
});

describe("the losses of a context encoder", () => {
  it("are mixed by the weight of the adversarial one", async () => {
    const read = (adversarialWeight: number) =>
      look(
        contextEncoder({ adversarialWeight }),
        (context) => {
          const { loss, metrics } = contextEncoder({ adversarialWeight }).step(context);
          const { main } = loss as Readonly<Record<string, Tensor>>;
          return { main: main!, ...metrics };
        },
        { training: true },
      );
    for (const weight of [0.001, 0.4]) {
      const { main, reconstruction, adversarial } = await read(weight);
      expect(Math.abs(reconstruction![0]! - adversarial![0]!)).toBeGreaterThan(0.1);
      expect(main![0]).toBeCloseTo((1 - weight) * reconstruction![0]! + weight * adversarial![0]!, 5);
    }
  });

  it("train encoder and decoder by what the critic says, and by its own loss nothing but the critic", async () => {
    const groups: Record<string, readonly string[]> = {};
    const slopes = await look(
      contextEncoder({ adversarialWeight: 0.5 }),
      (context, root) => {
        const { metrics = {} } = contextEncoder({ adversarialWeight: 0.5 }).step(context);
        for (const group of ["main", "critic"])
          groups[group] = root.variables.parameters(group).map(({ name }) => name.split("/", 2).join("/"));
        const trained = root.variables.parameters("main");
        const gradients = gradient(
          metrics.adversarial!,
          trained.map(({ tensor }) => tensor),
        );
        return Object.fromEntries(trained.map(({ name }, i) => [name, sumSquares(gradients[i]!)]));
      },
      { training: true },
    );
    for (const [name, [squares]] of Object.entries(slopes)) expect(squares, name).toBeGreaterThan(0);
    expect(Object.keys(slopes).some((name) => name.startsWith("decoder/"))).toBe(true);
    expect([...new Set(groups.critic)]).toEqual(["head/critic"]);
    expect(groups.main).not.toContain("head/critic");
  });

  it("count ten times what the encoder sees of a hole", async () => {
    // The middle 4 x 4 of 8 x 8 pixels, of which a border of one is seen.
    const x = Array.from({ length: 64 }, (_, at) => {
      const fromMiddle = Math.max(...[Math.floor(at / 8), at % 8].map((place) => Math.abs(place - 3.5)));
      return fromMiddle < 1 ? 1 : fromMiddle < 2 ? 2 : 5;
    });
    const method = contextEncoder({ region: "central", overlap: 1 });
    const { error } = await look(
      method,
      (context) => {
        const decode = () => full([1, 1, 8, 8], 0);
        return { error: method.reconstruct!({ ...context, decode }).error! };
      },
      { shape: [1, 1, 8, 8], x },
    );
    expect(error![0]).toBeCloseTo((4 * 1 * 1 ** 2 + 12 * 10 * 2 ** 2) / (4 * 1 + 12 * 10), 5);
  });
});
