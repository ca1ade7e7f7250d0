import { expect, it } from "vitest";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { describeDecoder } from "./decoder.suite.js";
import { convolutionalDecoder } from "./index.js";

describeDecoder("convolutionalDecoder", {
  decode: (scope, code, picture) => convolutionalDecoder(scope, code, picture, [6, 4, 3]),
  pictures: [
    [1, 9, 6],
    [3, 28, 28],
    [4, 5, 13],
    [1, 1, 1],
  ],
});

it("convolutionalDecoder starts with a quarter of the sides, rounded up, for three widths", () => {
  const scope = Scope.root();
  convolutionalDecoder(scope, input("code", [2, 5]), [1, 9, 6], [6, 4, 3]);
  expect(scope.variables.get("seed/weight")?.shape).toEqual([5, 6 * 3 * 2]);
});
