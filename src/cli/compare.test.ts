import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { compareCommand } from "./compare.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-compare-words-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([
  ["", /--methods names nothing: give names with commas/],
  [" , ", /--methods names nothing/],
  ["simclear", /no method called simclear.*Did you mean simclr\?/],
])("refuses the list of methods %j in one sentence", async (list, message) => {
  const argv = [folder, "--methods", list, "--out", join(folder, "out")];
  const command = new Command("compare").exitOverride();
  await compareCommand.register(command, argv);
  const outcome = command.parseAsync(argv, { from: "user" });
  await expect(outcome).rejects.toThrow(ConfigError);
  await expect(outcome).rejects.toThrow(message);
});
