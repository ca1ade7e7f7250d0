import { expect, it } from "vitest";
import { aloneNote, countNote } from "./count-note.js";

it("tells how many pictures there are, what a limit leaves and what cannot be read", () => {
  const skip = (id: string) => ({ id, reason: "the file is empty" });
  expect(countNote("photos", 20, 20, [])).toBe("20 pictures in photos.");
  expect(countNote("photos", 1, 1, [])).toBe("1 picture in photos.");
  expect(countNote("photos", 5, 20, [])).toBe("5 of 20 pictures in photos.");
  expect(countNote("photos", 19, 20, [skip("a.png")])).toBe(
    "19 pictures in photos; 1 more cannot be read and is left out: a.png (the file is empty).",
  );
  expect(countNote("photos", 5, 20, [skip("a.png"), skip("b.png")])).toBe(
    "5 of 20 pictures in photos; 2 more cannot be read and are left out: a.png, b.png (the file is empty).",
  );
  const many = [..."abcdefg"].map((name) => skip(`${name}.png`));
  expect(countNote("photos", 90, 97, [{ id: "0.png", reason: "cut short" }, ...many])).toBe(
    "90 pictures in photos; 8 more cannot be read and are left out: 0.png (cut short), a.png, b.png, c.png, d.png (the file is empty) and 3 more.",
  );
});

it("tells which samples have no partner", () => {
  const alone = { id: "odd/9.png", reason: "no partner in even" };
  expect(aloneNote("even and odd", [])).toEqual([]);
  expect(aloneNote("even and odd", [alone])).toEqual([
    "1 sample has no partner and is left out of even and odd: odd/9.png (no partner in even).",
  ]);
});
