import { describe, expect, it } from "vitest";
import { sum, type Tensor } from "../tensor/index.js";
import { gaussianSurprise } from "./index.js";
import { describeLoss, evaluate, waves } from "./loss.suite.js";

const total = (x: Tensor, mu: Tensor, logDeviation: Tensor) => sum(gaussianSurprise(x, mu, logDeviation));

describeLoss("gaussianSurprise", {
  inputs: [{ rows: waves(3, 2, 0.2) }, { rows: waves(3, 2, 1.4) }, { rows: waves(3, 2, 3) }],
  loss: total,
  slow(x, mu, logDeviation) {
    let nats = 0;
    x.forEach((row, i) => {
      row.forEach((value, j) => {
        const deviation = Math.exp(logDeviation[i]![j]!);
        const u = (value - mu[i]![j]!) / deviation;
        nats -= Math.log(Math.exp((-u * u) / 2) / (deviation * Math.sqrt(2 * Math.PI)));
      });
    });
    return nats;
  },
});

describe("gaussianSurprise", () => {
  it("does not change where x and its mean move together", async () => {
    const [x, mu, s] = [waves(3, 2, 1), waves(3, 2, 2), waves(1, 2, 0)];
    const moved = (rows: typeof x) => rows.map((row) => row.map((value) => value + 3));
    const { value } = await evaluate(total, x, mu, s);
    expect((await evaluate(total, moved(x), moved(mu), s)).value).toBeCloseTo(value, 4);
  });

  it("is the entropy, log σ√(2πe), on average over its own distribution, and least where σ is the error", async () => {
    const s = 0.7;
    const error = Math.exp(s);
    const { value, gradients } = await evaluate(total, [[error]], [[0]], [[s]]);
    expect(value).toBeCloseTo(s + 0.5 * Math.log(2 * Math.PI * Math.E), 5);
    expect(gradients[2]![0]).toBeCloseTo(0, 5);
  });
});
