import { expect, it } from "vitest";
import { patchify } from "../encoders/index.js";
import { inlineEngine } from "../engine/index.js";
import { input } from "../tensor/index.js";
import { describeDecoder } from "./decoder.suite.js";
import { transformerDecoder, unpatchify } from "./index.js";

describeDecoder("transformerDecoder", {
  decode: (scope, code, picture) =>
    transformerDecoder(scope, code, picture, { patch: 3, size: 8, depth: 1, heads: 2 }),
  pictures: [
    [1, 9, 6],
    [3, 6, 15],
    [4, 3, 3],
  ],
});

it("unpatchify puts an oblong picture's patches back where they were cut", async () => {
  const shape = [2, 3, 4, 10] as const;
  const x = input("x", shape);
  const again = unpatchify(patchify(x, 2), [3, 4, 10], 2);
  const engine = inlineEngine();
  const pixels = Float32Array.from(Array(240).keys());
  const store = await engine.createStore();
  const program = await engine.load({ outputs: new Map([["again", again]]), updates: new Map() }, { store });
  expect((await program.run({ x: pixels })).again).toEqual(pixels);
  await engine.dispose();
});
