import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { commandLoaders } from "./commands.js";
import { runCommand } from "./run-command.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-dry-"));
  const rows = Array.from({ length: 30 }, (_, n) => [n, (n * 7) % 11, (n * 5) % 13].join(","));
  await writeFile(join(folder, "table.csv"), `a,b,c\n${rows.join("\n")}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
});

/** What a command prints as its result. */
async function said(...words: string[]): Promise<string> {
  const told = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await runCommand(words);
  return told.mock.calls.join("");
}

it("of a study prints a line a fact and a row an arm, and JSON where that is asked for", async () => {
  const out = join(folder, "out");
  const words = [
    "study",
    "linear-autoencoders",
    join(folder, "table.csv"),
    "--batch-size",
    "4",
    "--out",
    out,
    "--dry-run",
  ];
  const text = await said(...words);
  expect(text).toMatch(/^data +.*24 table rows/m);
  expect(text).toMatch(/^time +not known: nothing was finished there yet/m);
  expect(text).toMatch(/^memory +about \d+ MiB at most, in a step of .*; there are [\d,]+ MiB/m);
  expect(text).toMatch(/^two matrices, vanilla, code 1x +1000 +4 +\d+ MiB +0 of 1$/m);
  vi.restoreAllMocks();
  const plan = JSON.parse(await said(...words, "--json"));
  expect(plan).toMatchObject({ study: "linear-autoencoders", out, done: 0, time: { seconds: null } });
  expect(existsSync(out)).toBe(false);
});

it.each(["pretrain", "evaluate", "compare", "study", "demo"])("is an option of %s", async (name) => {
  const command = new Command(name);
  const own = await commandLoaders.get(name)!.load();
  await own.register(command, [name]);
  expect(command.options.map(({ long }) => long)).toContain("--dry-run");
});
