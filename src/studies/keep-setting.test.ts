import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { keepSetting } from "./keep-setting.js";

const parent = await mkdtemp(join(tmpdir(), "unlabel-setting-"));
afterAll(() => rm(parent, { recursive: true, force: true }));

/** As every study begins. */
async function start(folder: string, steps: number, study = "made"): Promise<void> {
  const options = { data: "mnist", steps, threads: steps };
  await keepSetting({ folder: join(parent, folder), study, options, free: ["threads"] });
}

const find = (folder: string, line = "{}\n") => writeFile(join(parent, folder, "arms.jsonl"), line);

it("goes on with the same options only, once something was found", async () => {
  await start("begun", 1);
  await find("begun");
  await start("begun", 1);
  await expect(start("begun", 2)).rejects.toThrow(/was made with `steps` 1, and now it is 2/);
  await expect(start("begun", 1, "other")).rejects.toThrow(/begun holds the study made, not other/);
});

it("forgets the options of a start that came to nothing", async () => {
  await start("empty", 1);
  await find("empty", "");
  await start("empty", 2);
  await find("empty");
  await start("empty", 2);
  await expect(start("empty", 1)).rejects.toThrow(/was made with `steps` 2/);
});

it("says which file cannot be read", async () => {
  await start("damaged", 1);
  await writeFile(join(parent, "damaged/study.json"), "{");
  await expect(start("damaged", 1)).rejects.toThrow(/damaged.study\.json should hold a study's name/);
});
