import { expect, it } from "vitest";
import { visible, visibleLines } from "./visible.js";

it("spells what a terminal would obey", () => {
  expect(visible("a\x1b[2Jb\r\n\tc\x7f\x9b31m\u202egnp.exe\u2028")).toBe(
    "a\\x1b[2Jb\\r\\n\\tc\\x7f\\x9b31m\\u{202e}gnp.exe\\u{2028}",
  );
});

it("leaves letters, emoji and the joiners that both need", () => {
  for (const text of ["Füße 日本 ไทย", "👩‍👩‍👧 🇩🇪", "می‌خواهم", "a\\b `c`"]) expect(visible(text)).toBe(text);
});

it("keeps the line ends of messages, and none that a name could bring", () => {
  expect(visibleLines("\n2 settings:\n  one\n\n  two\n")).toBe("\n2 settings:\n  one\n\n  two\n");
  expect(visibleLines("x\nError: all is lost")).toBe("x\\nError: all is lost");
  expect(visibleLines("a table\nof rows\x07", true)).toBe("a table\nof rows\\x07");
});
