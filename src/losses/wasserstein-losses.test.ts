import { describe, expect, it } from "vitest";
import { add } from "../tensor/index.js";
import { wassersteinLosses } from "./index.js";
import { describeLoss, evaluate, type Rows, waves } from "./loss.suite.js";

const meanOf = (rows: Rows) => rows.flat().reduce((sum, value) => sum + value, 0) / rows.flat().length;
const [real, generated] = [{ rows: waves(1, 6, 0.2) }, { rows: waves(1, 4, 2) }];

describeLoss("the critic's Wasserstein loss", {
  inputs: [real, generated],
  loss: (r, g) => wassersteinLosses(r, g).critic,
  slow: (r, g) => meanOf(g) - meanOf(r),
});

describeLoss("the generator's Wasserstein loss", {
  inputs: [generated],
  loss: (g) => wassersteinLosses(g, g).generator,
  slow: (g) => -meanOf(g),
});

describe("wassersteinLosses", () => {
  it("gives the critic the same loss when all scores rise", async () => {
    const { value } = await evaluate((r, g) => wassersteinLosses(r, g).critic, real, generated);
    const risen = await evaluate((r, g) => wassersteinLosses(add(r, 3), add(g, 3)).critic, real, generated);
    expect(risen.value).toBeCloseTo(value, 5);
  });

  it("reads the distance of shifted samples off the best critic of slope 1", async () => {
    // On a line, f(x) = x is the best critic of samples that all moved 2.5 to the left.
    const x = waves(1, 5, 1);
    const moved = x.map((row) => row.map((value) => value - 2.5));
    expect((await evaluate((r, g) => wassersteinLosses(r, g).distance, x, moved)).value).toBeCloseTo(2.5, 5);
  });
});
