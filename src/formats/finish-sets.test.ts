import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeFileSet } from "./file-set.js";

// No process has such a number.
const mark = `${2 ** 22 + 1}-0123abcd`;
let above: string;
let folder: string;
beforeEach(async () => {
  above = await mkdtemp(join(tmpdir(), "unlabel-sets-"));
  folder = join(above, "set");
  await mkdir(folder);
  await writeFile(join(folder, "one.txt"), "old");
  await writeFile(join(folder, `.one.txt.${mark}.partial`), "new");
});
afterEach(() => rm(above, { recursive: true }));

it.each([
  ["is torn", '{"put":["one.t'],
  ["names the folder itself", { put: ["one.txt"], remove: ["."] }],
  ["names nothing", { put: ["one.txt"], remove: [""] }],
  ["leads out and back", { put: ["one.txt"], remove: ["below/../"] }],
  ["leads out", { put: ["one.txt"], remove: ["../outside.txt"] }],
  ["names a file twice", { put: ["one.txt", "one.txt"], remove: [] }],
])("a list that %s is not followed, and keeps nobody from writing", async (_, list) => {
  await writeFile(join(above, "outside.txt"), "outside");
  const text = typeof list === "string" ? list : JSON.stringify(list);
  await writeFile(join(folder, `.files.${mark}.set`), text);
  await writeFileSet(folder, [["two.txt", "two"]]);
  expect((await readdir(above)).sort()).toEqual(["outside.txt", "set"]);
  expect((await readdir(folder)).filter((name) => !name.startsWith(".")).sort()).toEqual([
    "one.txt",
    "two.txt",
  ]);
  expect(await readFile(join(folder, "one.txt"), "utf8")).toBe("old");
  await writeFileSet(folder, [["two.txt", "three"]]);
  expect((await readdir(folder)).sort()).toEqual(["one.txt", "two.txt"]);
});
