import { describe, expect, it } from "vitest";
import { convnet, vit } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { twoTowers } from "./two-towers.js";

const shape = [2, 3, 8, 8] as const;

/** Two pictures; what a picture's channels add at every place is given. */
async function embed(...added: readonly (readonly [number, number, number])[]): Promise<number[][]> {
  const root = Scope.root({ training: false });
  const { embedding } = twoTowers(convnet({ widths: [4, 5] })).apply(root, input("x", shape));
  const engine = inlineEngine();
  const store = await engine.createStore(root.variables.initialValues(1));
  const program = await engine.load({ outputs: new Map([["h", embedding]]), updates: new Map() }, { store });
  const x = Float32Array.from({ length: 2 * 3 * 64 }, (_, k) => {
    const [picture, channel, place] = [Math.floor(k / 192), Math.floor(k / 64) % 3, k % 64];
    return Math.sin(place * (1 + channel)) + added[picture]![channel]!;
  });
  const h = Array.from((await program.run({ x })).h!, Number);
  await engine.dispose();
  return [h.slice(0, 10), h.slice(10)];
}

describe("twoTowers", () => {
  it("shows one tower how light a picture is and the other its colour only", async () => {
    const [plain, lighter] = (await embed([0, 0, 0], [1, 1, 1])) as [number[], number[]];
    lighter.slice(5).forEach((value, i) => {
      expect(value).toBeCloseTo(plain[5 + i]!, 5);
    });
    expect(lighter.slice(0, 5)).not.toEqual(plain.slice(0, 5));
    const [, redder] = (await embed([0, 0, 0], [1, -1, 0])) as [number[], number[]];
    redder.slice(0, 5).forEach((value, i) => {
      expect(value).toBeCloseTo(plain[i]!, 5);
    });
    expect(redder.slice(5)).not.toEqual(plain.slice(5));
  });

  it("puts embeddings and maps side by side, and the tower's name before inner layers and parameters", () => {
    const root = Scope.root();
    const { embedding, layers, map } = twoTowers(convnet({ widths: [4, 5] })).apply(root, input("x", shape));
    expect(embedding.shape).toEqual([2, 10]);
    expect(map?.shape).toEqual([2, 10, 4, 4]);
    expect([...layers.keys()]).toEqual([
      "luminance/stage1",
      "luminance/stage2",
      "luminance/map",
      "colour/stage1",
      "colour/stage2",
      "colour/map",
    ]);
    const kernels = root.variables.parameters().filter(({ name }) => name.endsWith("stage1/conv/weight"));
    expect(kernels.map(({ name, shape: kernel }) => [name, kernel])).toEqual([
      ["luminance/stage1/conv/weight", [4, 1, 3, 3]],
      ["colour/stage1/conv/weight", [4, 2, 3, 3]],
    ]);
  });

  it("joins tokens along their width", () => {
    const encoder = twoTowers(vit({ width: 16, depth: 1, heads: 2, patch: 4 }));
    expect(encoder.apply(Scope.root(), input("x", shape)).tokens?.shape).toEqual([2, 4, 32]);
  });
});
