import { describeDecoder } from "./decoder.suite.js";
import { mlpDecoder } from "./index.js";

describeDecoder("mlpDecoder", {
  decode: (scope, code, picture) => mlpDecoder(scope, code, picture, [8, 6]),
  pictures: [
    [1, 3, 5],
    [3, 8, 8],
    [4, 1, 7],
  ],
});

describeDecoder("mlpDecoder without inner layers", {
  decode: (scope, code, picture) => mlpDecoder(scope, code, picture, []),
  pictures: [[3, 2, 5]],
});
