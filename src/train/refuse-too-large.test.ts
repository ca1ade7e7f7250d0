import { expect, it } from "vitest";
import { constantInit, Scope } from "../nn/index.js";
import { refuseTooLarge } from "./refuse-too-large.js";

it("refuses what memory cannot hold four times", () => {
  const scope = Scope.root();
  scope.parameter("weight", [1000, 1000], constantInit(0));
  const { variables } = scope;
  expect(() => refuseTooLarge(variables, 16e6)).not.toThrow();
  expect(() => refuseTooLarge(variables, 15e6)).toThrow(
    "This model has 1,000,000 numbers of parameters and state, which take about 0.0149 GiB in training, and there are 0.014",
  );
});
