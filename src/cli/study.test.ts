import { Command } from "commander";
import { expect, it } from "vitest";
import { studyCommand } from "./study.js";

it.each([
  ["collapse", "--out", "runs/x"],
  ["--out", "runs/x", "collapse"],
  ["--out", "collapse", "collapse", "--steps", "9"],
  ["--json", "--cache=pictures", "collapse", "mnist"],
])("has the study's own flags wherever its name stands: %s %s %s", async (...words) => {
  const command = new Command("study");
  await studyCommand.register(command, ["study", ...words]);
  expect(command.options.map(({ long }) => long)).toEqual(expect.arrayContaining(["--arms", "--looks"]));
});

it("has no study's flags where none is named", async () => {
  const command = new Command("study");
  await studyCommand.register(command, ["study", "--out", "collapse"]);
  expect(command.options.map(({ long }) => long)).toEqual(["--out", "--cache", "--dry-run", "--json"]);
});
