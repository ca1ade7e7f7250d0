import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addRunOptions, cacheFolderOf, ownParts, readSettings } from "./config-options.js";

const before = process.cwd();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "unlabel-flags-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** A command with the flags of a run, after it has read these words. */
async function parsed(...words: string[]): Promise<Command> {
  const command = new Command("pretrain").exitOverride().configureOutput({ writeErr: () => undefined });
  await addRunOptions(command.argument("[data]"), words);
  return command.parse(words, { from: "user" });
}

const settings = async (...words: string[]) => {
  const command = await parsed(...words);
  return readSettings(command, command.args[0]);
};

describe("flags, environment and file together", () => {
  it("say where pictures are kept, in that order, for commands that open a run too", async () => {
    const where = async (...words: string[]) => cacheFolderOf(await parsed(...words));
    vi.stubEnv("UNLABEL_CACHE", "");
    expect(await where()).toBe(undefined);
    writeFileSync("unlabel.config.yaml", "cache: from-file\nbatchSize: 16\n");
    writeFileSync("other.json", '{"cache":"from-other"}');
    expect(await where()).toBe("from-file");
    expect(await where("--config", "other.json")).toBe("from-other");
    vi.stubEnv("UNLABEL_CACHE", "from-environment");
    expect(await where()).toBe("from-environment");
    expect((await settings("photos")).cacheFolder).toBe("from-environment");
    expect(await where("--cache", "from-flag")).toBe("from-flag");
    vi.stubEnv("UNLABEL_CACHE", "");
    writeFileSync("wrong.json", '{"cache":5}');
    await expect(where("--config", "wrong.json")).rejects.toThrow(/cache in wrong\.json/);
  });

  it("win in that order; what nobody typed hides nothing", async () => {
    writeFileSync(
      "unlabel.config.yaml",
      "data: photos\nbatchSize: 16\nseed: 1\nmethod: supervised\nsize: 32\n",
    );
    vi.stubEnv("UNLABEL_SEED", "2");
    vi.stubEnv("UNLABEL_SIZE", "64");
    const settled = await settings("--size", "96");
    expect(settled).toMatchObject({ data: "photos", batchSize: 16, seed: 2, size: 96 });
    expect(settled.method?.name).toBe("supervised");
    expect(settled.encoder).toBeUndefined();
    expect((await settings("mnist", "--method", "simclr")).data).toBe("mnist");
  });

  it("have flags for the options of the method that the file or a variable names", async () => {
    writeFileSync("mine.json", JSON.stringify({ encoder: "mlp" }));
    const settled = await settings("--config", "mine.json", "--encoder.widths", "8,4", "--lr", "0.5");
    expect(settled.encoder?.options.widths).toEqual([8, 4]);
    expect(settled.learningRate).toBe(0.5);
    vi.stubEnv("UNLABEL_METHOD", "supervised");
    await expect(settings("--method.temperature", "1")).rejects.toThrow(
      /unknown option '--method.temperature'/,
    );
  });

  it("take the file that UNLABEL_CONFIG names", async () => {
    writeFileSync("mine.json", JSON.stringify({ limit: 7 }));
    vi.stubEnv("UNLABEL_CONFIG", "mine.json");
    expect((await settings()).limit).toBe(7);
  });

  it("say flags as they were typed when they are wrong", async () => {
    await expect(settings("--batch-size", "one", "--method.hidden-dim", "-3")).rejects.toThrow(
      /--batch-size takes a whole number from 2, but got "one"\.\n.*--method\.hidden-dim takes a whole number above 0, but got -3\./,
    );
  });

  it("report a broken file once it is read, not while flags are made", async () => {
    writeFileSync("unlabel.config.json", "{");
    const command = await parsed("--seed", "1");
    await expect(readSettings(command, undefined)).rejects.toThrow(/unlabel\.config\.json cannot be read/);
  });

  it("offer a method of one's own to a run that goes on, and no other", async () => {
    const methodOf = (name: string) =>
      `const step = () => {}; export default { method: { name: "${name}", options: {}, step } };`;
    writeFileSync("own.mjs", methodOf("own"));
    writeFileSync("known.mjs", methodOf("simclr"));
    expect((await ownParts(await parsed("--config", "own.mjs"))).method).toMatchObject({ name: "own" });
    expect(await ownParts(await parsed("--config", "known.mjs"))).toEqual({});
    expect(await ownParts(await parsed())).toEqual({});
  });
});
