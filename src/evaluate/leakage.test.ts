import { describe, expect, it } from "vitest";
import { leakage } from "./leakage.js";

describe("leakage", () => {
  it("is silent when nothing was seen", () => {
    expect(leakage(["a", "b"], ["c", "d"])).toEqual({
      seen: new Int32Array(0),
      tested: 2,
      fraction: 0,
      warning: null,
    });
  });

  it("counts every test sample that pretraining has looked at", () => {
    const result = leakage(BigUint64Array.of(1n, 2n, 3n), BigUint64Array.of(9n, 2n, 2n, 8n));
    expect(Array.from(result.seen)).toEqual([1, 2]);
    expect(result.fraction).toBe(0.5);
    expect(result.warning).toMatch(/^2 of the 4 test samples \(50 %\) were seen in pretraining/);
  });

  it("names small shares honestly", () => {
    const test = Array.from({ length: 10_000 }, (_, i) => String(i));
    expect(leakage(["5"], test).warning).toContain("(under 0.1 %)");
    expect(leakage(test.slice(0, 123), test).warning).toContain("(1.2 %)");
  });
});
