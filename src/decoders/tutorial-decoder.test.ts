import { describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { sizeOf } from "../graph/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";

describe("the tutorial's convolutional autoencoder (SPEC row 101)", () => {
  const root = Scope.root();
  const encoder = convnet({ form: "autoencoder" });
  const scopes = { scope: root.child("decoder"), encoder: root.child("encoder") };
  const { embedding } = encoder.apply(scopes.encoder, input("x", [5, 1, 28, 28]));
  const output = encoder.decode(scopes, embedding, [1, 28, 28]);

  it("goes from 784 numbers to 128 and back: one convolution has no padding, else the picture would be 32x32", () => {
    expect(embedding.shape).toEqual([5, 128]);
    expect(output.shape).toEqual([5, 1, 28, 28]);
  });

  it("is not taken for codes that are as long by chance: 32 maps of 2x2", () => {
    const other = Scope.root();
    const deep = convnet({ form: "autoencoder", widths: [64, 32, 16, 32] });
    const inside = { scope: other.child("decoder"), encoder: other.child("encoder") };
    const { embedding: code, map } = deep.apply(inside.encoder, input("x", [5, 1, 28, 28]));
    expect([code.shape, map?.shape]).toEqual([
      [5, 128],
      [5, 32, 2, 2],
    ]);
    expect(deep.decode(inside, code, [1, 28, 28]).shape).toEqual([5, 1, 28, 28]);
    expect(other.variables.get("decoder/seed/weight")).toBeDefined();
  });

  it("has the parameters of each layer, 4,385 in all; pooling and upsampling have none", () => {
    const layers = new Map<string, number>();
    for (const { name, shape } of root.variables.parameters()) {
      const layer = name.slice(0, name.lastIndexOf("/"));
      layers.set(layer, (layers.get(layer) ?? 0) + sizeOf(shape));
    }
    expect([...layers.values()]).toEqual([160, 1160, 584, 584, 584, 1168, 145]);
    expect([...layers.values()].reduce((sum, count) => sum + count, 0)).toBe(4385);
    expect(root.variables.all().length).toBe(root.variables.parameters().length);
  });
});
