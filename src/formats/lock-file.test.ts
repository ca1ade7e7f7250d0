import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Lock, takeLock } from "./lock-file.js";
import { isRunning, ownProcess } from "./running-process.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
  path = join(folder, "a.lock");
});
afterEach(() => rm(folder, { recursive: true }));

const held = (owner: object) =>
  JSON.stringify({
    host: hostname(),
    pid: process.pid,
    started: null,
    since: "2026-01-01T00:00:00Z",
    ...owner,
  });

/** A process that has ended. */
function deadPid(): number {
  return Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
}

async function taken(): Promise<Lock> {
  const result = await takeLock(path);
  if ("heldBy" in result) throw new Error(`held by ${result.heldBy.pid}`);
  return result.lock;
}

test("one at a time: who comes second is told who holds it, until it is given back", async () => {
  const first = await taken();
  expect(await takeLock(path)).toMatchObject({ heldBy: { pid: process.pid, host: hostname() } });
  await first.release();
  expect(await readdir(folder)).toEqual([]);
  const second = await taken();
  await first.release();
  expect(existsSync(path), "a lock that was given back before is another's").toBe(true);
  await second.release();
});

test("of many that ask at once for a lock that nobody holds any more, one gets it", async () => {
  await writeFile(path, held({ pid: deadPid() }));
  const results = await Promise.all(Array.from({ length: 12 }, () => takeLock(path)));
  expect(results.filter((result) => "lock" in result)).toHaveLength(1);
  expect(await readdir(folder)).toEqual(["a.lock"]);
});

test("a number that another process has by now is told by the time of its start", async () => {
  const { pid, started } = ownProcess();
  await writeFile(path, held({ pid, started }));
  expect(await takeLock(path)).toHaveProperty("heldBy");
  if (started === null) return;
  await writeFile(path, held({ pid, started: `${started}9` }));
  await (await taken()).release();
});

test("a lock of another host is respected, whatever its number", async () => {
  await writeFile(path, held({ host: "elsewhere", pid: deadPid() }));
  expect(await takeLock(path)).toMatchObject({ heldBy: { host: "elsewhere" } });
  expect(readFileSync(path, "utf8")).toContain("elsewhere");
});

test("what a process left that was killed as it took the lock is no hindrance", async () => {
  await writeFile(path, "");
  await writeFile(`${path}.takeover`, held({ pid: deadPid() }));
  await (await taken()).release();
  expect(await readdir(folder)).toEqual([]);
});

test("processes: this one runs, one that has ended does not, even where nobody has asked how", async () => {
  expect(isRunning(ownProcess())).toBe(true);
  expect(isRunning({ pid: deadPid() })).toBe(false);
  for (const pid of [0, -1, 1.5, Number.NaN]) expect(isRunning({ pid })).toBe(false);
  if (process.platform !== "linux") return;
  // The shell starts one that ends, then becomes another program, which never asks for it.
  const shell = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 10"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [line] = (await once(shell.stdout, "data")) as [Buffer];
  const zombie = Number(line.toString());
  while (!/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${zombie}/stat`, "utf8")))
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isRunning({ pid: zombie })).toBe(false);
  shell.kill("SIGKILL");
});
