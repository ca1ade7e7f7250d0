import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { describeGenerator } from "./adversarial.suite.js";
import { adversarialAutoencoder } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("adversarial-autoencoder", {
  method: adversarialAutoencoder({ latentSize: 6, criticSize: 16 }),
  lossFalls: false,
});
describeGenerator("adversarial-autoencoder", {
  method: adversarialAutoencoder({ latentSize: 4, criticSize: 16 }),
});

describe("adversarial-autoencoder", () => {
  it("makes of a picture what it makes of the picture's latents", async () => {
    const method = adversarialAutoencoder({ latentSize: 6, criticSize: 16 });
    const { walked, made } = await look(method, (context) => ({
      made: method.reconstruct!(context).panels.output!,
      walked: method.generator!.decode(context, method.generator!.infer!(context)),
    }));
    expect(walked).toEqual(made);
  });

  it("adds the weighted wish to look like the prior to the picture's error", async () => {
    const of = async (matchWeight: number) => {
      const method = adversarialAutoencoder({ latentSize: 6, criticSize: 16, matchWeight });
      const { main, error } = await look(
        method,
        (context) => {
          const { loss, metrics } = method.step(context);
          return { main: (loss as Record<string, Tensor>).main!, error: metrics!.reconstructionError! };
        },
        { training: true },
      );
      return main![0]! - error![0]!;
    };
    expect(await of(0)).toBe(0);
    expect(await of(0.5)).toBeGreaterThan(0);
    expect(await of(1)).toBeCloseTo(2 * (await of(0.5)), 5);
  });
});
