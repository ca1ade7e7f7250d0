import { describe, expect, it } from "vitest";
import { sgd } from "./index.js";
import { gradients, trajectory } from "./optimizer.suite.js";

interface Settings {
  readonly momentum: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
  readonly dampening?: number;
}

/** torch.optim.SGD, one number at a time. */
function slow(start: number, element: number, rate: number, settings: Settings): number[] {
  const { momentum, nesterov = false, weightDecay = 0, dampening = 0 } = settings;
  let p = start;
  let velocity: number | undefined;
  return gradients.map((gradient) => {
    let d = gradient[element]! + weightDecay * p;
    if (momentum > 0) {
      velocity = velocity === undefined ? d : momentum * velocity + (1 - dampening) * d;
      d = nesterov ? d + momentum * velocity : velocity;
    }
    p -= rate * d;
    return p;
  });
}

describe("sgd", () => {
  it.each<Settings>([
    { momentum: 0 },
    { momentum: 0, weightDecay: 0.1 },
    { momentum: 0.9 },
    { momentum: 0.9, weightDecay: 0.1 },
    { momentum: 0.9, nesterov: true, weightDecay: 0.1 },
    { momentum: 0.8, dampening: 0.3 },
  ])("follows torch's rule with %o", async (settings) => {
    const { values } = await trajectory(sgd(settings), { start: 0.7, gradients, learningRate: 0.1 });
    for (const element of [0, 1]) {
      slow(0.7, element, 0.1, settings).forEach((expected, i) => {
        expect(values[i]?.[element]).toBeCloseTo(expected, 6);
      });
    }
  });

  it("approaches gradient / (1 - momentum) under a constant gradient", async () => {
    const constant = Array.from({ length: 60 }, () => [2]);
    const { values, state } = await trajectory(sgd({ momentum: 0.5 }), {
      start: 0,
      gradients: constant,
      learningRate: 0.1,
    });
    expect(state["optimizer/p/velocity"]?.[0]).toBeCloseTo(4, 5);
    expect(values[59]![0]! - values[58]![0]!).toBeCloseTo(-0.4, 5);
  });

  it("keeps no state without momentum", async () => {
    const { state } = await trajectory(sgd({ momentum: 0 }), { start: 1, gradients, learningRate: 0.1 });
    expect(state).toEqual({});
  });

  it("decays weights, and biases and norms only when told", async () => {
    const still = [[0], [0]];
    const ending = async (role: "weight" | "bias" | "norm", excludeBiasAndNorm?: boolean) => {
      const options = {
        momentum: 0,
        weightDecay: 0.5,
        ...(excludeBiasAndNorm === undefined ? {} : { excludeBiasAndNorm }),
      };
      return (await trajectory(sgd(options), { start: 1, gradients: still, learningRate: 0.2, role }))
        .values[1]?.[0];
    };
    expect(await ending("weight")).toBeCloseTo(0.81, 6);
    expect(await ending("bias")).toBe(1);
    expect(await ending("norm")).toBe(1);
    expect(await ending("norm", false)).toBeCloseTo(0.81, 6);
  });

  it("refuses nesterov without momentum", () => {
    expect(() => sgd({ momentum: 0, nesterov: true })).toThrow(
      /`optimizer\.nesterov` needs an `optimizer\.momentum`/,
    );
  });
});
