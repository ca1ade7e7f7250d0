import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { ConfigError } from "../errors.js";
import { compareCommand } from "./compare.js";

const stop = vi.hoisted(() => ({ signal: new AbortController().signal }));
vi.mock("./interruptible.js", () => ({ interruptible: () => stop.signal, interruptedCode: () => 130 }));

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-compare-words-"));
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
  for (const i of [1, 2]) await picture.png().toFile(join(folder, `${i}.png`));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...words: string[]): Promise<void> {
  const argv = [folder, "--out", join(folder, "out"), ...words];
  const command = new Command("compare").exitOverride();
  await compareCommand.register(command, argv);
  await command.parseAsync(argv, { from: "user" });
}

it.each([
  ["", /--methods names nothing: give names with commas/],
  [" , ", /--methods names nothing/],
  ["simclear", /no method called simclear.*Did you mean simclr\?/],
])("refuses the list of methods %j in one sentence", async (list, message) => {
  const outcome = run("--methods", list);
  await expect(outcome).rejects.toThrow(ConfigError);
  await expect(outcome).rejects.toThrow(message);
});

it("that is stopped before it forgot anything is told to forget when it goes on", async () => {
  await mkdir(join(folder, "out"));
  await writeFile(join(folder, "out/plan.json"), JSON.stringify(plan()));
  const told = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  stop.signal = AbortSignal.abort();
  await run("--methods", "simclr", "--again", "simclr");
  expect(process.exitCode).toBe(130);
  expect(told.mock.calls.join("")).toMatch(/Stopped before a run began(.|\n)*--again simclr/);
});

/** Of a comparison that has planned SimCLR. */
function plan(): object {
  const samples = { name: "made", samples: 2, classes: 1, digest: "0" };
  const times = { stepSeconds: 1, firstPhaseSeconds: 0, phaseSeconds: 0, compileSeconds: 1 };
  const simclr = { name: "simclr", method: { name: "simclr", options: {} }, recipe: {}, augment: null };
  return {
    format: "unlabel-comparison-1",
    settings: {
      ...{
        data: samples,
        test: samples,
        described: "8x8, 3 channels",
        encoder: { name: "mlp", options: {} },
      },
      ...{ storeSize: null, valueRange: null, budget: "90s", augment: [], batchSize: null, threads: 1 },
      ...{ trainLimit: 10, testLimit: 10, fewLabels: 10 },
    },
    reference: { ...times, phaseEvery: null, stepsPerEpoch: 1, batchSize: 2, views: 2 },
    arms: [{ ...simclr, labels: false, measured: null, steps: null }],
    machine: { cpu: "made", cores: 2, memoryGiB: 1, platform: "none", versions: {} },
    started: "2020-01-01T00:00:00.000Z",
  };
}
