import { describe, expect, it } from "vitest";
import { metricText } from "./train-view.js";

describe("a method's own number", () => {
  it("is called by its words, and an accuracy is a percentage", () => {
    expect(metricText("jensenShannon", 0.12345, {})).toBe("jensen shannon 0.123");
    expect(metricText("accuracy", 0.5, {})).toBe("accuracy 50.0 %");
  });

  it("that bounds mutual information is told as a bound, in nats, with the most that it can be", () => {
    const all = { mutualInformationBound: -7.666, mutualInformationLimit: 5.541 };
    expect(metricText("mutualInformationBound", -7.666, all)).toBe(
      "mutual information >= -7.67 nats (bound at most 5.54)",
    );
  });
});
