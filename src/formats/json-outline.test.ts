import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOutline } from "./json-outline.js";

test("depth and repeated keys are those of the values", () => {
  const depth = (value: unknown): number =>
    typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
        expect(jsonOutline(text)).toEqual({ deepest: depth(value), repeated: undefined });
    }),
  );
  expect(jsonOutline('{"a":{"b":1},"c":[{"a":1,"\\u0061":2}]}').repeated).toBe("a");
  expect(jsonOutline('{"a":{"a":"a"},"b":["a","a"]}').repeated).toBeUndefined();
  expect(jsonOutline('{"a\\"":1,"b":"{[","a\\"" : 2}')).toEqual({ deepest: 1, repeated: 'a"' });
});

test("neither length nor depth uses up the stack, and what is no JSON has an outline too", () => {
  expect(jsonOutline(`{"${"x\\\\".repeat(5_000_000)}":1}`).deepest).toBe(1);
  expect(jsonOutline('{"a":'.repeat(300_000)).deepest).toBe(300_000);
  for (const text of ['{"a', '"\\', "}}}]", '{"\\ux":1,"\\ux":2}'])
    expect(() => jsonOutline(text)).not.toThrow();
});
