import { expect, test } from "vitest";
import { hatch } from "./hatch.js";

const box = { x: 10.5, y: 20, width: 30, height: 25 };

/** Ends of the lines of a hatching. */
function ends(kind: Parameters<typeof hatch>[0]): [number, number, number, number][] {
  const [, d = ""] = /d="([^"]*)"/.exec(hatch(kind, [box], "#ffffff")) ?? [];
  return [...d.matchAll(/M([\d.]+) ([\d.]+)(?:L([\d.]+) ([\d.]+)|H([\d.]+)|V([\d.]+))/g)].map(
    ([, x, y, toX, toY, h, v]) => [Number(x), Number(y), Number(toX ?? h ?? x), Number(toY ?? v ?? y)],
  );
}

test("lines end at the sides of their rectangle, and have the slope of their kind", () => {
  for (const kind of ["rising", "falling", "level", "upright", "crossed"] as const) {
    const lines = ends(kind);
    expect(lines.length, kind).toBeGreaterThan(3);
    for (const [x, y, toX, toY] of lines) {
      for (const at of [x, toX]) expect(Math.abs(at - 25.5)).toBeLessThanOrEqual(15.01);
      for (const at of [y, toY]) expect(Math.abs(at - 32.5)).toBeLessThanOrEqual(12.51);
      if (kind === "rising") expect(toX - x).toBeCloseTo(y - toY, 1);
      if (kind === "falling") expect(toX - x).toBeCloseTo(toY - y, 1);
    }
  }
  expect(hatch("plain", [box], "#ffffff")).toBe("");
});
