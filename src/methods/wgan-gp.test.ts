import { describe, expect, it } from "vitest";
import { convnet, mlp, resnet } from "../encoders/index.js";
import { Scope } from "../nn/index.js";
import { input } from "../tensor/index.js";
import { describeGenerator, drawnAfter } from "./adversarial.suite.js";
import { wganGp } from "./index.js";
import { describeMethod } from "./method.suite.js";

const method = wganGp({ latentSize: 4 });

// What is added to every score changes neither a loss nor a slope.
describeMethod("wgan-gp", { method, steps: 8, lossFalls: false, still: ["head/critic/bias"] });
describeGenerator("wgan-gp", { method, steps: 200 });

describe("wgan-gp", () => {
  it("holds the critic to slopes about 1, and tells how far pictures are apart", async () => {
    const { outputs } = await drawnAfter(method, { steps: 60 });
    expect(outputs["metric/gradientPenalty"]).toBeLessThan(0.2);
    expect(outputs["metric/wassersteinDistance"]).toBeGreaterThan(0);
  });

  it.each([convnet({ widths: [4] }), resnet({ depth: 8, width: 2 }), mlp({ widths: [4, 2] })])(
    "takes no running statistics, which would mix pictures, into $name",
    (encoder) => {
      const [scope, plain] = [Scope.root(), Scope.root()];
      const x = input("x", [3, 1, 8, 8]);
      method.encoder(encoder).apply(scope, x);
      encoder.apply(plain, x);
      const parameters = (root: Scope) => root.variables.parameters().map(({ name }) => name);
      expect(parameters(scope)).toEqual(parameters(plain));
      expect(plain.variables.all().some(({ kind }) => kind === "state")).toBe(true);
      expect(scope.variables.all().some(({ kind }) => kind === "state")).toBe(false);
    },
  );
});
