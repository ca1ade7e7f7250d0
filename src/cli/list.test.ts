import { Command } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfigError } from "../errors.js";
import { listCommand } from "./list.js";

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a command line prints. */
async function said(...words: string[]): Promise<string> {
  const told = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const command = new Command("list").exitOverride();
  await listCommand.register(command, words);
  await command.parseAsync(words, { from: "user" });
  return told.mock.calls.join("");
}

describe("the command that lists", () => {
  it("shows what methods learn from", async () => {
    expect(await said("methods", "bigan")).toMatch(/^bigan +adversarial +generative-contrastive +BiGAN/m);
  });

  it("shows one of a kind with its options alone", async () => {
    const text = await said("methods", "byol");
    expect(text).toMatch(/byol.*BYOL/);
    expect(text).toMatch(/predictor .*true/);
    expect(text).not.toMatch(/simclr /);
  });

  it("gives one of a kind as JSON in a list, as all of them are", async () => {
    expect(JSON.parse(await said("studies", "collapse", "--json"))).toMatchObject([{ name: "collapse" }]);
  });

  it("refuses a name that none of the kind has, with the nearest", async () => {
    const outcome = said("methods", "byoll");
    await expect(outcome).rejects.toThrow(ConfigError);
    await expect(outcome).rejects.toThrow(/no byoll among the methods; there are .* Did you mean byol\?/);
  });

  it("names the arms of a study", async () => {
    expect(await said("studies")).toContain("simsiam/stop-gradient");
  });
});
