import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder, refuseUnwritable } from "./index.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-formats-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("makeFolder", () => {
  it("makes those between, and minds none that is there", async () => {
    const deep = join(folder, "a/b/c");
    await refuseUnwritable(deep);
    expect(existsSync(join(folder, "a"))).toBe(false);
    await makeFolder(deep);
    await makeFolder(deep);
    expect(existsSync(deep)).toBe(true);
  });

  it("refuses a file in the way", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    for (const path of [file, join(file, "x")])
      await expect(makeFolder(path)).rejects.toThrow(/Could not write .*: part of the path is a file/);
    for (const path of [file, join(file, "x")])
      await expect(refuseUnwritable(path)).rejects.toThrow(/part of the path is a file/);
  });

  it.skipIf(process.platform !== "linux")("ends where the system allows no folder", async () => {
    await expect(makeFolder("/proc/x/y")).rejects.toThrow(/Could not write \/proc\/x\/y: the operation/);
  });
});
