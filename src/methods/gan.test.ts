import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { describeGenerator, drawnAfter } from "./adversarial.suite.js";
import { gan } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("gan", { method: gan({ latentSize: 8 }), steps: 8, lossFalls: false });
describeGenerator("gan", { method: gan({ latentSize: 4 }) });

describe("gan", () => {
  it("lets running statistics follow real pictures, whatever the generator makes", async () => {
    const method = gan({ latentSize: 8 });
    const at = (step: number) =>
      look(
        method,
        (context, root) => {
          const { loss } = method.step(context);
          const assigned = [...root.variables.assigned()].filter(([name]) => name.startsWith("encoder/"));
          return { ...Object.fromEntries(assigned), critic: (loss as Record<string, Tensor>).main! };
        },
        { training: true, step },
      );
    const [{ critic: one, ...first }, { critic: other, ...second }] = [await at(0), await at(1)];
    expect(one).not.toEqual(other);
    expect(Object.keys(first)).toContain("encoder/stage1/norm/mean");
    expect(first).toEqual(second);
    expect(first["encoder/stage1/norm/mean"]!.some((value) => value !== 0)).toBe(true);
  });

  it("changes the generator's loss only where it saturates", async () => {
    const first = async (loss: "saturating" | "non-saturating") =>
      (await drawnAfter(gan({ latentSize: 4, loss }), { steps: 1 })).outputs;
    const [one, other] = [await first("saturating"), await first("non-saturating")];
    expect(one["loss/generator"]).toBeLessThan(0);
    expect(other["loss/generator"]).toBeGreaterThan(0);
    expect(one.loss).toBe(other.loss);
  });
});
