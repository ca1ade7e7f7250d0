import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { findConfig, readConfig } from "./index.js";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A new folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "unlabel-config-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const read = (name: string, text: string) => readConfig(join(folderWith({ [name]: text }), name));

describe("reading a configuration file", () => {
  const expected = { data: "photos", batchSize: 64, method: { name: "simclr", temperature: 0.1 } };

  it.each([
    ["unlabel.config.json", JSON.stringify(expected)],
    [
      "unlabel.config.yaml",
      "data: photos # mine\nbatchSize: 64\nmethod:\n  name: simclr\n  temperature: 0.1\n",
    ],
    ["unlabel.config.yml", `${JSON.stringify(expected)}\n`],
    ["unlabel.config.mjs", `export default ${JSON.stringify(expected)};`],
    [
      "unlabel.config.ts",
      `const config: object = ${JSON.stringify(expected)};\nexport default config satisfies object;`,
    ],
  ])("%s", async (name, text) => {
    expect(await read(name, text)).toEqual(expected);
  });

  it("holds nothing where a YAML file is empty", async () => {
    expect(await read("unlabel.config.yaml", "# later\n")).toEqual({});
  });

  it.each([
    [
      "unlabel.config.json",
      '{ "data": ',
      /^unlabel\.config\.json cannot be read: .*JSON.*\. Correct the file\.$/,
    ],
    [
      "unlabel.config.yaml",
      "data: [1",
      /^unlabel\.config\.yaml cannot be read: .*line 1.*\. Correct the file\.$/,
    ],
    ["unlabel.config.yaml", "seed: 1\nseed: 2", /Map keys must be unique/],
    [
      "unlabel.config.ts",
      "export default {",
      /^unlabel\.config\.ts cannot be read: .*\. Correct the file\.$/,
    ],
    ["unlabel.config.mjs", 'throw new Error("no luck")', /cannot be read: no luck\. Correct the file\.$/],
    ["unlabel.config.ts", 'throw new Error("no luck")', /cannot be read: no luck\. Correct the file\.$/],
    ["unlabel.config.mjs", 'import "not-installed-here";', /not-installed-here/],
    ["unlabel.config.ts", "export const config = {};", /should hold settings.* but has no default export\.$/],
    ["unlabel.config.json", "[1]", /but has a list\.$/],
    ["unlabel.config.json", "3", /but has number\.$/],
    [
      "settings.toml",
      "a = 1",
      /not a kind of configuration file; expected ts, js, mjs, json, yaml or yml\.$/,
    ],
  ])("%s with %j is refused in one sentence", async (name, text, message) => {
    const error = await read(name, text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain("\n");
  });
});

describe("finding the configuration file", () => {
  it("takes the one in the folder, or none", async () => {
    const folder = folderWith({ "unlabel.config.yml": "", "other.yaml": "" });
    expect(await findConfig(folder)).toBe(join(folder, "unlabel.config.yml"));
    expect(await findConfig(folderWith({ "other.yaml": "" }))).toBeNull();
  });

  it("takes the one that was asked for", async () => {
    const folder = folderWith({ "unlabel.config.yml": "", "other.yaml": "" });
    expect(await findConfig(folder, "other.yaml")).toBe(join(folder, "other.yaml"));
    await expect(findConfig(folder, "none.yaml")).rejects.toThrow(/none\.yaml does not exist.*`config`/);
  });

  it("refuses to choose between two", async () => {
    const folder = folderWith({ "unlabel.config.ts": "", "unlabel.config.json": "" });
    await expect(findConfig(folder)).rejects.toThrow(/unlabel\.config\.ts, unlabel\.config\.json\. Keep one/);
  });
});
