import { expect, it } from "vitest";
import { coverageLines } from "./sample-view.js";

const coverage = {
  data: "digits",
  samples: 1000,
  classNames: ["zero", "one"],
  shares: [1, 0],
  covered: 1,
  entropy: 0,
};

it("tells which classes are covered, and how good the judge is", () => {
  expect(coverageLines(null)).toEqual([]);
  expect(coverageLines({ ...coverage, judge: { accuracy: 0.951, heldOut: 2000 } })).toEqual([
    "1 of 2 classes of digits covered by 1000 samples; entropy 0.00 of 0.69 nats",
    "zero 100.0 %, one 0.0 %",
    "judged by the nearest labelled pictures as pixels, which were right about 95.1 % of 2000 held-out pictures",
  ]);
});

it("warns of a judge that errs too often", () => {
  const [, , line] = coverageLines({ ...coverage, judge: { accuracy: 0.829, heldOut: 2000 } });
  expect(line).toMatch(/82\.9 % of 2000 held-out pictures: below 90 %, mistakes alone can cover classes/);
});
