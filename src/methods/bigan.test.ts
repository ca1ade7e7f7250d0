import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { sum, type Tensor } from "../tensor/index.js";
import { describeGenerator } from "./adversarial.suite.js";
import { bigan } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

const method = bigan({ latentSize: 4, criticSize: 32 });

describeMethod("bigan", { method, lossFalls: false });
describeGenerator("bigan", { method });

describe("bigan", () => {
  it("makes of a picture what it makes of the picture's latents, and charges the difference", async () => {
    const { walked, made, error, x } = await look(method, (context) => {
      const { panels, error } = method.reconstruct!(context);
      const walked = method.generator!.decode(context, method.generator!.infer!(context));
      return { made: panels.output!, error: error!, walked, x: context.toPixels(context.x) };
    });
    expect(walked).toEqual(made);
    const squares = made!.slice(0, 64).map((value, i) => ((value - x![i]!) / 0.25) ** 2);
    expect(error![0]).toBeCloseTo(squares.reduce((total, value) => total + value, 0) / 64, 3);
  });

  it("has encoder and generator pull against the critic, in sum or apart", async () => {
    const { main, generator, critic, ...slopes } = await look(
      method,
      (context, root) => {
        const { loss } = method.step(context);
        const losses = loss as Record<"main" | "generator" | "critic", Tensor>;
        const code = root.variables.get("head/latent/weight")!.tensor;
        const [down] = gradient(losses.main, [code]) as [Tensor];
        const [up] = gradient(losses.critic, [code]) as [Tensor];
        return { ...losses, against: sum(down), for: sum(up) };
      },
      { training: true },
    );
    for (const loss of [main, generator, critic]) expect(loss![0]).toBeGreaterThan(0);
    expect(slopes.against![0]! * slopes.for![0]!).toBeLessThan(0);
  });
});
