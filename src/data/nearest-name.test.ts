import { describe, expect, it } from "vitest";
import { nearestName } from "./nearest-name.js";

describe("nearestName", () => {
  it("finds what was probably meant", () => {
    const names = ["mnist", "simclr", "vae", "barlow-twins"];
    expect(nearestName("mnits", names)).toBe("mnist");
    expect(nearestName("SimCRL", names)).toBe("simclr");
    expect(nearestName("barlowtwins", names)).toBe("barlow-twins");
    expect(nearestName("va", names)).toBe("vae");
    expect(nearestName("x", names)).toBeNull();
    expect(nearestName("pictures", names)).toBeNull();
  });
});
