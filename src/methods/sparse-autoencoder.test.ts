import { describe, expect, it } from "vitest";
import type { Tensor } from "../tensor/index.js";
import { sparseAutoencoder } from "./index.js";
import { look } from "./look.suite.js";
import { describeMethod } from "./method.suite.js";

describeMethod("sparse-autoencoder", { method: sparseAutoencoder({ codeDim: 16 }) });
describeMethod("sparse-autoencoder of the k largest", {
  method: sparseAutoencoder({ codeDim: 16, kind: "k-sparse", active: 4 }),
});

describe("sparse-autoencoder", () => {
  const read = (method: ReturnType<typeof sparseAutoencoder>, state = {}) =>
    look(
      method,
      (context) => {
        const { loss, embedding, metrics } = method.step(context);
        return { loss: loss as Tensor, code: method.project!(context.scope, embedding), ...metrics };
      },
      { training: true, state, shape: [8, 1, 8, 8] },
    );

  it("charges the mean activity, and rectifies", async () => {
    const of = (sparsity: number) => read(sparseAutoencoder({ codeDim: 12, sparsity }));
    const [free, charged] = [await of(0), await of(2)];
    expect(free.loss).toEqual(free.reconstruction);
    const code = charged.code!;
    expect(code.every((value) => value >= 0)).toBe(true);
    const activity = code.reduce((sum, value) => sum + value, 0) / code.length;
    expect(activity).toBeGreaterThan(0.1);
    expect(charged.loss![0]! - charged.reconstruction![0]!).toBeCloseTo(2 * activity, 4);
    const active = code.filter((value) => value > 0).length;
    expect(charged.activeShare![0]).toBeCloseTo(active / code.length, 5);
  });

  it("cannot make codes small by small weights", async () => {
    const method = sparseAutoencoder({ codeDim: 12 });
    const weights = Array.from({ length: 8 * 12 }, (_, i) => 10 * Math.sin(1 + i * i));
    const shrunk = weights.map((value) => value / 10);
    const [a, b] = [
      await read(method, { "head/code/weight": weights }),
      await read(method, { "head/code/weight": shrunk }),
    ];
    a.code!.forEach((value, i) => {
      expect(Math.abs(value - b.code![i]!)).toBeLessThan(0.05);
    });
  });

  it("counts the units that are silent", async () => {
    const bias = Array.from({ length: 12 }, (_, i) => (i < 3 ? -100 : 0));
    const { silentShare } = await read(sparseAutoencoder({ codeDim: 12 }), { "head/code/bias": bias });
    expect(silentShare![0]).toBeCloseTo(3 / 12, 5);
  });

  it("keeps the k largest of each sample as they are", async () => {
    const of = (active: number) => read(sparseAutoencoder({ codeDim: 12, kind: "k-sparse", active }));
    const [all, few] = [(await of(12)).code!, (await of(3)).code!];
    for (let n = 0; n < 8; n++) {
      const whole = all.slice(12 * n, 12 * n + 12);
      const least = whole.toSorted((a, b) => b - a)[2]!;
      few.slice(12 * n, 12 * n + 12).forEach((value, i) => {
        expect(value).toBeCloseTo(whole[i]! >= least ? whole[i]! : 0, 5);
      });
    }
  });

  it("refuses to keep more numbers than a code has", () => {
    const most = { codeDim: 16, active: 100 };
    expect(() => sparseAutoencoder({ ...most, kind: "k-sparse" })).toThrow(
      /`method\.active` must be `method\.codeDim` at most/,
    );
    expect(sparseAutoencoder(most).options.active).toBe(100); // not asked for with l1
    expect(sparseAutoencoder({ codeDim: 16, active: 16, kind: "k-sparse" }).options.active).toBe(16);
  });
});
