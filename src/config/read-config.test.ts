import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ConfigError } from "../errors.js";
import { findConfig, readConfig } from "./index.js";
import { runModule } from "./run-module.js";

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
    ["unlabel.config.json", "3", /but has 3\.$/],
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

  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

  it.each([
    ["throw null;", /cannot be read: it throws null\. Correct the file\.$/],
    ["throw undefined;", /cannot be read: it throws undefined\. Correct the file\.$/],
    ["throw Object.create(null);", /cannot be read: it throws \{\}\. Correct the file\.$/],
    ["throw { toString() { throw 1; }, toJSON() { throw 2; } };", /a value that cannot be shown/],
    ["throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });", /what cannot be shown/],
    ["throw Object.assign(new Error(), { message: 3n });", /cannot be read: 3\./],
    ["export default { get data() { throw new Error('mine'); } };", /reading data throws mine/],
    ["export default { method: { get name() { throw null; }, step() {} } };", /reading method\.name throws/],
    ["export default new Proxy({}, { ownKeys() { throw new Error('mine'); } });", /cannot be read: mine/],
    ["const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); export default proxy;", /revoked/],
    ["export default { batchSize: 10n };", /batchSize is 10n, .* write a number, such as 10\./],
    ["const a = []; a.push(a); export default { augment: a };", /augment\.0 holds itself/],
    [`export default { data: ${deep(500)} };`, /data\.0\..* is nested more than 64 deep/],
    ["export default new Map([['data', 'photos']]);", /should hold settings.* but has a map or set\.$/],
    ["export default () => ({});", /should hold settings.* but has a function\.$/],
    ["export default Promise.reject(new Error('mine'));", /cannot be read: mine\./],
  ])("a module with %j is refused in one sentence", async (text, message) => {
    const error = await read("unlabel.config.mjs", text).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.length).toBeLessThan(400);
  });

  it("refuses values that nest too deep, in every kind of file", async () => {
    for (const [name, text] of [
      ["unlabel.config.json", `{"data": ${deep(20_000)}}`],
      ["unlabel.config.yaml", `data: ${deep(5_000)}`],
      ["unlabel.config.yaml", "data: &a [*a]"],
    ] as const) {
      const error = await read(name, text).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as Error).message).toMatch(/nested|deep|holds itself/);
      expect((error as Error).message.length).toBeLessThan(400);
    }
  });

  it("takes what a promise gives, and methods that a module makes", async () => {
    expect(await read("unlabel.config.mjs", "export default Promise.resolve({ epochs: 2 });")).toEqual({
      epochs: 2,
    });
    const made = await read("unlabel.config.mjs", "export default { method: { name: 'own', step() {} } };");
    expect((made.method as { step: unknown }).step).toBeTypeOf("function");
  });

  it("refuses what is no file, rather than wait for it", async () => {
    const folder = folderWith({});
    execFileSync("mkfifo", [join(folder, "pipe.yaml")]);
    mkdirSync(join(folder, "folder.json"));
    for (const [name, message] of [
      ["pipe.yaml", "pipe.yaml is no regular file: give a configuration file."],
      ["folder.json", "folder.json is a folder: give a configuration file."],
    ] as const)
      await expect(readConfig(join(folder, name))).rejects.toThrow(message);
    await expect(readConfig("/dev/zero")).rejects.toThrow("zero is no regular file");
  });

  it("tells the warnings of a YAML file itself", async () => {
    const told: string[] = [];
    const emitted: Error[] = [];
    const listen = (warning: Error) => emitted.push(warning);
    process.on("warning", listen);
    const path = join(folderWith({ "unlabel.config.yaml": "data: !mine photos\n" }), "unlabel.config.yaml");
    expect(await readConfig(path, (message) => told.push(message))).toEqual({ data: "photos" });
    await new Promise(setImmediate);
    process.off("warning", listen);
    expect(emitted).toEqual([]);
    expect(told).toEqual([expect.stringMatching(/^unlabel\.config\.yaml: Unresolved tag: !mine .*\.$/)]);
  });
});

describe("running a module", () => {
  it("ends where the module does not", async () => {
    const alive = setInterval(() => undefined, 1000);
    await expect(runModule(() => new Promise(() => undefined), 0.05)).rejects.toThrow(
      "it has not ended after 0.05 s",
    );
    clearInterval(alive);
    expect(await runModule(async () => 3, 0.05)).toBe(3);
    expect(process.listenerCount("beforeExit")).toBeLessThan(3);
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
