import { describe, expect, it } from "vitest";
import { gradient } from "../grad/index.js";
import { div, mul, roll, sqrt, sum, sumSquares, type Tensor } from "../tensor/index.js";
import { describeGenerator } from "./adversarial.suite.js";
import { bigan } from "./index.js";
import { look, pictureDeviation } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

const method = bigan({ latentSize: 4, criticSize: 32 });

// After a few steps the generator's picture is not yet one of x, so what the energy ranks is not looked at.
describeMethod("bigan", { method: { ...method, energy: undefined }, steps: 8, lossFalls: false });
describeGenerator("bigan", { method });

describe("bigan", () => {
  it("makes of a picture what it makes of the picture's latents, and charges the difference as energy", async () => {
    const { walked, made, error, same, other, x } = await look(method, (context) => {
      const { panels, error } = method.reconstruct!(context);
      const walked = method.generator!.decode(context, method.generator!.infer!(context));
      const [same, other] = [context.x, roll(context.x, 1)].map((y) => method.energy!({ ...context, y }));
      const x = context.toPixels(context.x);
      return { made: panels.output!, error: error!, same: same!, other: other!, walked, x };
    });
    expect(walked).toEqual(made);
    expect(same).toEqual(error);
    const size = 64;
    const charged = (made: readonly number[], of: number) =>
      made
        .slice(0, size)
        .reduce(
          (total, value, i) => total + ((value - x![of * size + i]!) / pictureDeviation) ** 2 / size,
          0,
        );
    expect(error![0]).toBeCloseTo(charged(made!, 0), 3);
    expect(other![0]).toBeCloseTo(charged(made!, 3), 3);
  });

  it("has encoder and generator pull against the critic, each by its own weights", async () => {
    const { main, generator, critic, ...slopes } = await look(
      method,
      (context, root) => {
        const { loss } = method.step(context);
        const losses = loss as Record<"main" | "generator" | "critic", Tensor>;
        const slopes = (player: "main" | "generator", parameter: string) => {
          const weight = root.variables.get(parameter)!.tensor;
          const [own] = gradient(losses[player], [weight]) as [Tensor];
          const [critics] = gradient(losses.critic, [weight]) as [Tensor];
          return div(sum(mul(own, critics)), sqrt(mul(sumSquares(own), sumSquares(critics)))); // their cosine
        };
        return {
          ...losses,
          encoder: slopes("main", "head/latent/weight"),
          decoder: slopes("generator", "decoder/pixels/weight"),
        };
      },
      { training: true },
    );
    for (const loss of [main, generator, critic]) expect(loss![0]).toBeGreaterThan(0);
    // All start unsure, so both sides weigh every picture about alike: what one wants, the other does not.
    for (const cosine of [slopes.encoder, slopes.decoder]) expect(cosine![0]).toBeLessThan(-0.9);
  });
});
