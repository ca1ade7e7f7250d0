import { afterEach, expect, it, vi } from "vitest";
import { showCompare } from "./compare-view.js";

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  [4500, "69 results, 44 to come: about 1h15m of training, and judging\n"],
  [0, "69 results, 44 to come: judging\n"],
])("says what is to come where %d s of training are", (trainingSeconds, line) => {
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  showCompare("unlabel compare")({ type: "estimate", total: 69, toCome: 44, trainingSeconds });
  expect(told.mock.calls.join("")).toBe(line);
});
