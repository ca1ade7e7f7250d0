import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { convnet } from "../encoders/index.js";
import { simclr } from "../methods/index.js";
import { barePictures } from "../setup/index.js";
import { readResumableConfig, readRunConfig, writeRunConfig } from "./config-file.js";

const config = barePictures(simclr(), convnet(), {
  ...{ size: [8, 8], channels: 1, augment: [{ name: "noise", options: {} }], batchSize: 4 },
});
let run: string;
let path: string;
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), "unlabel-config-"));
  path = join(run, "config.json");
  await writeRunConfig(run, config);
});
afterEach(() => rm(run, { recursive: true }));

type Held = Record<string, unknown> & { data: Record<string, unknown> };
async function edit(change: (held: Held) => unknown): Promise<void> {
  const held = JSON.parse(await readFile(path, "utf8")) as Held;
  await writeFile(path, JSON.stringify(change(held) ?? held));
}
/** With the digest taken out, as a person does who means it. */
const settle = (change: (held: Held) => void) =>
  edit((held) => {
    change(held);
    delete held.sha256;
  });

describe("the configuration of a run", () => {
  it("comes back, also with other space and another order of keys", async () => {
    expect(await readRunConfig(run)).toEqual(JSON.parse(JSON.stringify(config)));
    await edit((held) => Object.fromEntries(Object.entries(held).reverse()));
    expect(await readResumableConfig(run)).toMatchObject({ isUnsealed: false });
  });

  it("that was changed is not resumed; readers are warned", async () => {
    await edit((held) => ({ ...held, seed: 1 }));
    await expect(readResumableConfig(run)).rejects.toThrow(
      /config\.json is not what it was when the run began .* with `from: .*` of `pretrain`; to go on .* take its line "sha256" out\.$/,
    );
    const told: string[] = [];
    expect((await readRunConfig(run, (message) => told.push(message))).seed).toBe(1);
    expect(told).toEqual([expect.stringContaining("is not what it was when the run began")]);
  });

  it("goes on as it stands where a person took the digest out", async () => {
    await settle((held) => {
      held.seed = 1;
    });
    expect(await readResumableConfig(run)).toMatchObject({ isUnsealed: true, config: { seed: 1 } });
  });

  it.each([
    ["threads", (held: Held) => Object.assign(held, { threads: 5000 }), /threads is more than 1024/],
    [
      "standardise",
      (held: Held) => Object.assign(held.data, { standardise: { mean: [0, 0], deviation: [1, 1] } }),
      /standardise has another number of channels than data\.channels/,
    ],
    [
      "data.path",
      (held: Held) => Object.assign(held.data, { path: "" }),
      /data\.path is missing or not what it should be/,
    ],
    [
      "size",
      (held: Held) => Object.assign(held.data, { size: [1e6, 8] }),
      /data\.size\.0 is more than 16384/,
    ],
    ["a key", (held: Held) => Object.assign(held, { sed: 1 }), /it has sed, which is not known here/],
  ])("with an impossible %s is refused in a sentence", async (_, change, message) => {
    await settle(change);
    await expect(readRunConfig(run)).rejects.toThrow(message);
  });

  it("with a key of any length is told by its beginning", async () => {
    await settle((held) => Object.assign(held.data, { ["x".repeat(20_000)]: 1 }));
    await expect(readRunConfig(run)).rejects.toThrow(/it has data\.x{52}\.\.\., which is not known here/);
  });

  it("of another version, of no run, damaged, or no file has a sentence of its own each", async () => {
    const refused = async (message: RegExp) => expect(readRunConfig(run)).rejects.toThrow(message);
    await edit((held) => ({ ...held, format: "unlabel-run-9" }));
    await refused(/is of format 9, and this version of unlabel reads format 1: .* update unlabel/);
    await edit(({ format: _, ...held }) => held);
    await refused(/made by an earlier version of unlabel, or the file is damaged/);
    await writeFile(path, '{"architectures":["Model"]}');
    await refused(/holds no settings of a run/);
    await writeFile(path, "{nope");
    await refused(/is damaged, no JSON/);
    await writeFile(path, `{"format":"unlabel-run-1","method":${"[".repeat(50_000)}${"]".repeat(50_000)}}`);
    await refused(/is damaged, nested 50001 deep/);
    await rm(path);
    await refused(/is not a run folder: there is no config\.json in it/);
    await mkdir(path);
    await refused(/config\.json cannot be used: it is a folder and not a file/);
  });
});
