import { describe, expect, it } from "vitest";
import { methods } from "../../methods/index.js";
import { chooseArms, collapseArms } from "./arms.js";

const names = (asked?: string[]) => chooseArms(asked).map(({ name }) => name);

describe("arms", () => {
  it.each(collapseArms.map((arm) => [arm.name, arm] as const))(
    "%s is a method with options that it has",
    (_, arm) => {
      const factory = methods.get(arm.method);
      const { options } = factory!(arm.options);
      expect(options).toMatchObject(arm.options);
      // An ingredient is there unless it is taken away.
      if (arm.ingredient !== null) expect(factory!().options).not.toMatchObject(arm.options);
    },
  );

  it("are chosen by method or one by one, then with the healthy one to compare with", () => {
    expect(names()).toEqual(collapseArms.map(({ name }) => name));
    expect(names(["simsiam"])).toEqual(["simsiam", "simsiam/stop-gradient", "simsiam/predictor"]);
    expect(names(["byol/predictor", "simclr"])).toEqual([
      "simclr",
      "simclr/negatives",
      "byol",
      "byol/predictor",
    ]);
    expect(() => chooseArms(["simsiam/predictr"])).toThrow(/Did you mean simsiam\/predictor\?/);
  });
});
