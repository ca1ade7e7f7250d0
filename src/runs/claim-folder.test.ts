import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CheckpointError } from "../errors.js";
import { claimFolder, makeDefaultFolder } from "./claim-folder.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-claim-"));
});
afterEach(() => rm(folder, { recursive: true }));

const run = (path = "photos") => ({ data: { path }, method: { name: "simclr" } }) as never;

it("gives every run that is begun at once a folder of its own", async () => {
  const root = join(folder, "runs");
  const made = await Promise.all(Array.from({ length: 6 }, () => makeDefaultFolder(run(), root)));
  const names = ["photos-simclr", ...[2, 3, 4, 5, 6].map((i) => `photos-simclr-${i}`)];
  expect(made.sort()).toEqual(names.map((name) => join(root, name)));
  expect((await readdir(root)).sort()).toEqual(names);
});

it("cuts the name of data that is as long as names can be", async () => {
  const path = await makeDefaultFolder(run("ö".repeat(120)), folder);
  expect(path).toBe(join(folder, `${"ö".repeat(60)}-simclr`));
});

it("gives an asked folder to one run only, and to the next one when that was nothing", async () => {
  const out = join(folder, "run");
  const both = await Promise.allSettled([claimFolder(out, run()), claimFolder(out, run())]);
  const [got] = both.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const [refused] = both.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
  expect(refused).toBeInstanceOf(CheckpointError);
  expect(refused?.message).toMatch(/The run .*run is being trained by this process since/);
  await got?.lock.release();
  await (await claimFolder(out, run())).lock.release();
});
