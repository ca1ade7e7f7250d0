import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { writeCheckpoint } from "./checkpoint.js";
import { readRunConfig } from "./config-file.js";
import { latestCheckpoint } from "./latest-checkpoint.js";

/** What the file system says of a path. */
const answers = new Map<string, string[]>();
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  const asked =
    <Result>(ask: (path: string, ...rest: never[]) => Promise<Result>) =>
    async (path: string, ...rest: never[]) => {
      const code = answers.get(path)?.shift();
      if (code !== undefined) throw Object.assign(new Error(code), { code });
      return ask(path, ...rest);
    };
  return { ...real, open: asked(real.open as never), readdir: asked(real.readdir as never) };
});

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-access-"));
  for (const step of [1, 2])
    path = await writeCheckpoint(folder, {
      step,
      position: { epoch: 0, batchInEpoch: step },
      method: "simclr",
      state: [],
    });
});
beforeEach(() => answers.clear());
afterAll(() => rm(folder, { recursive: true }));

it("a checkpoint that may not be read is still the newest: nothing older is taken, nobody has to start anew", async () => {
  answers.set(path, ["EACCES"]);
  const failure = latestCheckpoint(folder);
  await expect(failure).rejects.toThrow(/step-00000002.* you have no permission to read it \(EACCES\)/);
  await expect(failure).rejects.not.toThrow(/anew/);
});

it("one that the disk does not give any more is passed over", async () => {
  answers.set(path, ["EIO"]);
  const told: string[] = [];
  expect((await latestCheckpoint(folder, (message) => told.push(message))).step).toBe(1);
  expect(told).toEqual([expect.stringMatching(/the disk reports an error \(EIO\).* Using step-00000001/)]);
});

it("one that a run that is going on removes meanwhile is looked for again", async () => {
  answers.set(path, ["ENOENT"]);
  expect((await latestCheckpoint(folder)).step).toBe(2);
});

it("a folder or a configuration that may not be read is not called missing", async () => {
  answers.set(folder, ["EACCES"]);
  await expect(latestCheckpoint(folder)).rejects.toThrow(/cannot be listed: you have no permission/);
  const { writeRunConfig } = await import("./config-file.js");
  await writeRunConfig(folder, {} as never);
  answers.set(join(folder, "config.json"), ["EACCES"]);
  await expect(readRunConfig(folder)).rejects.toThrow(/config\.json cannot be used: you have no permission/);
});
