import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAbandonedName, machineMark, removeAbandoned, writeFileAtomically } from "./index.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "abandoned-"));
});
afterEach(() => rm(folder, { recursive: true }));

// No process has a number this large on any system.
const gone = 999999999;
const here = machineMark();

async function put(name: string, hoursAgo = 0) {
  const path = join(folder, name);
  await writeFile(path, "");
  const then = Date.now() / 1000 - 3600 * hoursAgo;
  await utimes(path, then, then);
}

test("removes what processes that are gone were writing, and nothing else", async () => {
  const left = [
    `.x.json.${gone}-0123abcd.partial`,
    `.x.json.${here}-${gone}-0123abcd.partial`,
    `.x.${here}-${gone}-0123abcd.old`,
  ];
  const kept = [
    `.x.json.${process.ppid}-0123abcd.partial`,
    `.x.${here}-${process.pid}-0123abcd.partial`,
    ".partial",
    "x",
    "x.old",
  ];
  for (const name of [...left, ...kept]) await put(name);
  await removeAbandoned(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.toSorted());
  expect([...left, ...kept].map(isAbandonedName)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("a file of this process's number that is older than this process was another one's, as in containers", async () => {
  const name = `.x.${here}-${process.pid}-0123abcd.partial`;
  await put(name, 1 + process.uptime() / 3600);
  await removeAbandoned(folder);
  expect(await readdir(folder)).toEqual([]);
});

test("processes of other machines cannot be seen: their files stay for an hour", async () => {
  const names = [0.5, 2].map(
    (hours) => [`.x.00000000-${gone}-0123abc${Math.floor(hours)}.partial`, hours] as const,
  );
  for (const [name, hours] of names) await put(name, hours);
  await removeAbandoned(folder);
  expect(names.map(([name]) => existsSync(join(folder, name)))).toEqual([true, false]);
});

test("whatever is written into a folder puts it right first", async () => {
  await put(`.report.json.${here}-${gone}-0123abcd.partial`);
  await writeFileAtomically(join(folder, "a.txt"), "a");
  expect(await readdir(folder)).toEqual(["a.txt"]);
});
