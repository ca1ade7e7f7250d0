import { expect, it } from "vitest";
import { tellWarnings } from "./tell-warnings.js";

it("tells which pictures of a folder were left out, after what else should be known", () => {
  const told: string[] = [];
  const skip = (id: string) => ({ id, reason: "cut short" });
  tellWarnings({ name: "photos", skipped: [] }, (message) => told.push(message));
  expect(told).toEqual([]);
  const skipped = [skip("a.png"), skip("b.png"), skip("c.png")];
  tellWarnings({ name: "photos", skipped, warnings: ["Few."] }, (message) => told.push(message));
  expect(told).toEqual([
    "Few.",
    "3 pictures are left out of photos, unreadable: a.png (cut short), and 2 more.",
  ]);
  tellWarnings({ name: "photos", skipped: [skip("a.png")] }, (message) => told.push(message));
  expect(told.at(-1)).toBe("1 picture is left out of photos, unreadable: a.png (cut short).");
});
