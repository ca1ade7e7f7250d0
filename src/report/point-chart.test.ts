import { describe, expect, it } from "vitest";
import { DataError } from "../errors.js";
import { pointChart } from "./point-chart.js";

const axes = { x: { label: "cost", scale: "log" }, y: { label: "accuracy", unit: "%" } } as const;

describe("a chart of named points", () => {
  it("has a mark, a whisker and a name for each point that has numbers, and a line a level", () => {
    const svg = pointChart({
      ...axes,
      title: "Methods",
      points: [
        { name: "one", x: 1, y: 60, spread: 2 },
        { name: "two", x: 2, y: 70 },
        { name: "lost", x: Number.NaN, y: 70 },
      ],
      lines: [{ name: "untrained", y: 50 }],
    });
    expect(svg.match(/<circle /g)).toHaveLength(2);
    for (const name of ["one", "two", "untrained"]) expect(svg).toContain(`>${name}<`);
    expect(svg).not.toContain("lost");
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
    expect(svg).not.toContain("NaN");
  });

  it("keeps the names of points that lie together apart", () => {
    const points = Array.from({ length: 12 }, (_, i) => ({ name: `method-${i}`, x: 1, y: 60 }));
    const svg = pointChart({ ...axes, title: "Crowd", points });
    const places = [
      ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"(?:(?!aria-hidden)[^>])*>method-\d+</g),
    ].map(([, x, y]) => [Number(x), Number(y)] as const);
    expect(places).toHaveLength(12);
    for (const [i, [x, y]] of places.entries())
      for (const [otherX, otherY] of places.slice(i + 1))
        expect(Math.abs(y - otherY) > 10 || Math.abs(x - otherX) > 15).toBe(true);
  });

  it("is drawn without points too, and refuses costs of nothing", () => {
    expect(pointChart({ ...axes, title: "None", points: [] })).toContain("no data yet");
    expect(() => pointChart({ ...axes, title: "Zero", points: [{ name: "a", x: 0, y: 1 }] })).toThrow(
      DataError,
    );
  });
});
