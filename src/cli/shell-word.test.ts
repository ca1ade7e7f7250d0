import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellWord } from "./shell-word.js";

it("leaves plain words, and quotes what a shell would take apart", () => {
  expect(shellWord("runs/2026-a_b.c")).toBe("runs/2026-a_b.c");
  expect(shellWord("my runs/a")).toBe("'my runs/a'");
  expect(shellWord("")).toBe("''");
});

it.each(["my runs/it's", '$HOME `x` "y"', "two\nlines", "bell\x07 \\ 'q'", "\u202eturned"])(
  "gives back %j in bash",
  (word) => {
    const printed = execFileSync("bash", ["-c", `printf %s ${shellWord(word)}`], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    expect(printed).toBe(word);
  },
);
