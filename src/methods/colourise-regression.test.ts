import { describe, expect, it } from "vitest";
import { colourisation, mlp } from "../encoders/index.js";
import { sizeOf } from "../graph/index.js";
import { sub, type Tensor } from "../tensor/index.js";
import { colouriseRegression } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("colourise-regression", { method: colouriseRegression(), channels: 3 });

describe("colourise-regression", () => {
  it("is the lecture's network with its encoder", async () => {
    let parameters: readonly (readonly [string, number])[] = [];
    await look(
      colouriseRegression(),
      (context, root) => {
        const { loss } = colouriseRegression().step(context);
        parameters = root.variables.parameters().map(({ name, shape }) => [name, sizeOf(shape)]);
        return { loss: loss as Tensor };
      },
      { shape: [1, 3, 16, 16], training: true, encoder: colourisation() },
    );
    const total = (prefix: string) =>
      parameters.reduce((sum, [name, size]) => sum + (name.startsWith(prefix) ? size : 0), 0);
    // Keras: 80 + 1,168 + 2,320 + 4,640 + 9,248, then 9,248 + 4,624 + 290.
    expect(total("encoder/")).toBe(17456);
    expect(total("head/")).toBe(14162);
    expect(total("")).toBe(31618);
  });

  it("draws sides that 8 does not divide, and takes an encoder without a map", async () => {
    const method = colouriseRegression();
    for (const encoder of [colourisation(), mlp({ widths: [8] })]) {
      const drawn = await look(
        method,
        (context) => {
          const { panels, error } = method.reconstruct!(context);
          return { ...panels, error: error as Tensor };
        },
        { shape: [2, 3, 10, 13], encoder },
      );
      expect(drawn.grey!.length).toBe(2 * 130);
      expect(drawn.regression!.length).toBe(2 * 3 * 130);
      expect(drawn.error!.every((value) => value > 0)).toBe(true);
    }
  });

  it("has the same energy as its loss, picture by picture", async () => {
    const method = colouriseRegression();
    const { gap } = await look(
      method,
      (context) => ({
        gap: sub(
          method.energy!({ ...context, y: context.x }),
          method.step({ ...context, views: [context.x] }).loss as Tensor,
        ),
      }),
      { shape: [1, 3, 8, 8] },
    );
    expect(gap![0]).toBeCloseTo(0, 6);
  });
});
