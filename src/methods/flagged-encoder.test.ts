import { describe, expect, it } from "vitest";
import { convnet, vit } from "../encoders/index.js";
import { ShapeError } from "../errors.js";
import { Scope } from "../nn/index.js";
import { constant, full, input, reshape } from "../tensor/index.js";
import { flaggedEncoder } from "./flagged-encoder.js";
import { autoencoder } from "./index.js";
import { look, wavesOf } from "./look.suite.js";

describe("flaggedEncoder", () => {
  it("shows the encoder a channel of flags, 0 where none are given", async () => {
    const seen = {
      ...convnet(),
      apply: (_: Scope, x: ReturnType<typeof input>) => ({
        embedding: reshape(x, [x.shape[0] ?? 0, -1]),
        layers: new Map(),
      }),
    };
    const missing = constant([1, 0, 0, 1], [1, 1, 2, 2]);
    const { told, untold } = await look(
      autoencoder(),
      ({ x }) => {
        const encoder = flaggedEncoder(seen, { each: false });
        return {
          told: encoder.apply(Scope.root(), x, { missing }).embedding,
          untold: encoder.apply(Scope.root(), x).embedding,
        };
      },
      { shape: [2, 3, 2, 2] },
    );
    const of = (flags: readonly number[]) =>
      [wavesOf(24).slice(0, 12), wavesOf(24).slice(12)].flatMap((sample) => [...sample, ...flags]);
    const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(5)));
    expect(rounded(told!)).toEqual(rounded(of([1, 0, 0, 1])));
    expect(rounded(untold!)).toEqual(rounded(of([0, 0, 0, 0])));
  });

  it.each([
    [convnet({ widths: [4, 8] }), 1],
    [vit({ width: 16, depth: 1, heads: 2, patch: 2 }), 1],
    [vit({ width: 16, depth: 1, heads: 2 }), 3],
  ] as const)("makes pictures of the channels asked for", (encoder, channels) => {
    for (const each of [false, true]) {
      const root = Scope.root();
      const flagged = flaggedEncoder(encoder, { each });
      const scopes = { scope: root.child("decoder"), encoder: root.child("encoder") };
      const x = input("x", [2, channels, 8, 8]);
      const { embedding } = flagged.apply(scopes.encoder, x);
      expect(flagged.decode(scopes, embedding, [channels, 8, 8]).shape).toEqual([2, channels, 8, 8]);
    }
  });

  it("refuses flags of another size, naming both", () => {
    const flagged = flaggedEncoder(convnet({ widths: [4] }), { each: false });
    const apply = () =>
      flagged.apply(Scope.root(), input("x", [2, 3, 8, 8]), { missing: full([2, 3, 8, 8], 0) });
    expect(apply).toThrow(ShapeError);
    expect(apply).toThrow("2 x 1 x 8 x 8");
  });
});
