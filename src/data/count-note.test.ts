import { expect, it } from "vitest";
import { countNote } from "./count-note.js";

it("tells how many pictures there are, what a limit leaves and what cannot be read", () => {
  const skip = (id: string) => ({ id, reason: "the file is empty" });
  expect(countNote("photos", 20, 20, [])).toBe("20 pictures in photos.");
  expect(countNote("photos", 1, 1, [])).toBe("1 picture in photos.");
  expect(countNote("photos", 5, 20, [])).toBe("5 of 20 pictures in photos.");
  expect(countNote("photos", 19, 20, [skip("a.png")])).toBe(
    "19 pictures in photos; 1 more cannot be read and is left out: a.png (the file is empty).",
  );
  expect(countNote("photos", 5, 20, [skip("a.png"), skip("b.png")])).toBe(
    "5 of 20 pictures in photos; 2 more cannot be read and are left out, such as a.png (the file is empty).",
  );
});
