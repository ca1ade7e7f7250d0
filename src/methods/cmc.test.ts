import { describe, expect, it } from "vitest";
import { cmc } from "./index.js";
import { describeMethod } from "./method.suite.js";

const small = { hiddenDim: 16, outputDim: 8 };

describeMethod("cmc", { method: cmc(small), channels: 3 });
describeMethod("cmc of two views", { method: cmc({ ...small, split: "none" }) });

describe("cmc", () => {
  it("needs colour for its split only", () => {
    expect(cmc().channels).toBe(3);
    expect(cmc({ split: "none" }).channels).toBeUndefined();
    expect(cmc().withoutChannels).toContain('`method.split: "none"`');
  });
});
