import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { UnlabelError } from "../errors.js";
import { writeFileSet } from "./file-set.js";
import { removeAbandoned } from "./remove-abandoned.js";

/** What changes the disk is counted; one of them can be refused, or be the last before the process is killed. */
const disk = vi.hoisted(() => ({ done: 0, refused: -1, code: "ENOSPC", killedAt: -1, isAlive: true }));
vi.mock("node:fs/promises", async (original) => {
  const fs = await original<typeof import("node:fs/promises")>();
  const guard = () => {
    const now = disk.done++;
    if (disk.killedAt >= 0 && now >= disk.killedAt) throw new Error("killed");
    if (now === disk.refused) throw Object.assign(new Error("refused"), { code: disk.code });
  };
  const guarded =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A) => {
      guard();
      return call(...args);
    };
  return {
    ...fs,
    rename: guarded(fs.rename as (from: string, to: string) => Promise<void>),
    rm: guarded(fs.rm as (path: string, options?: object) => Promise<void>),
    rmdir: guarded(fs.rmdir as (path: string) => Promise<void>),
    mkdir: guarded(fs.mkdir as (path: string) => Promise<string | undefined>),
    async open(path: string, flags: string) {
      if (flags !== "r") guard();
      const file = await fs.open(path, flags);
      const { write } = file;
      file.write = guarded(write.bind(file) as (...args: unknown[]) => never) as never;
      // Counted, but not waited for: no power fails here, and a disk takes its time.
      file.sync = guarded(async () => undefined);
      return file;
    },
  };
});
vi.mock("./running-process.js", async (original) => ({
  ...(await original<typeof import("./running-process.js")>()),
  isRunning: () => disk.isAlive,
}));

let folder: string;
beforeEach(async () => {
  reset();
  folder = await mkdtemp(join(tmpdir(), "set-"));
});
afterEach(async () => {
  reset();
  await rm(folder, { recursive: true });
});

function reset(change: Partial<typeof disk> = {}) {
  Object.assign(disk, { done: 0, refused: -1, code: "ENOSPC", killedAt: -1, isAlive: true }, change);
}

const set = (age: string): [string, string][] => [
  ["facts", `facts ${age}`],
  ["below/model", `model ${age}`],
  ["model", `model ${age}`],
];
const replace = () => writeFileSet(folder, set("new"), ["decoder"]);

/** A folder with a whole old set, and a file of somebody's own. */
async function begin() {
  reset();
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await writeFile(join(folder, "notes"), "own");
  await writeFileSet(folder, [...set("old"), ["decoder", "decoder old"]]);
}

async function read(): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name));
  const found: Record<string, string> = {};
  for (const path of files.sort()) found[path.slice(folder.length + 1)] = await readFile(path, "utf8");
  return found;
}

const own = { notes: "own" };
const old = { ...Object.fromEntries(set("old")), decoder: "decoder old", ...own };
const renewed = { ...Object.fromEntries(set("new")), ...own };

/** How many changes of the disk it takes. */
async function count(act: () => Promise<unknown>): Promise<number> {
  reset();
  await act();
  return disk.done;
}

async function mend() {
  await removeAbandoned(folder);
  await removeAbandoned(join(folder, "below"), folder);
}

async function killAt(place: number, act: () => Promise<unknown>) {
  reset({ killedAt: place });
  await act().catch(() => undefined);
  reset({ isAlive: false });
}

test("replaces a set as a whole, with what it does not have any more; other files stay", async () => {
  await begin();
  expect(await read()).toEqual(old);
  expect(await replace()).toEqual(set("").map(([name]) => join(folder, name)));
  expect(await read()).toEqual(renewed);
});

test("killed anywhere: a part of one set at most, its first file only where it is whole; the next call puts it right", async () => {
  await begin();
  const changes = await count(replace);
  expect(changes).toBeGreaterThan(20);
  let finished = 0;
  for (let place = 0; place < changes; place++) {
    await begin();
    await killAt(place, replace);
    const seen = Object.entries(await read()).filter(([name]) => !/(^|\/)\./.test(name));
    const ages = new Set(seen.flatMap(([, text]) => /old|new/.exec(text) ?? []));
    expect(ages.size, `killed at ${place}: ${JSON.stringify(seen)}`).toBeLessThan(2);
    const names = seen.map(([name]) => name);
    if (names.includes("facts")) expect(names).toEqual(expect.arrayContaining(set("").map(([name]) => name)));
    await mend();
    const after = await read();
    expect([old, renewed], `killed at ${place}`).toContainEqual(after);
    if (after.facts === "facts new") finished++;
  }
  expect(finished).toBeGreaterThan(5);
  expect(finished).toBeLessThan(changes - 5);
});

test("killed again while it is put right", async () => {
  await begin();
  const changes = await count(replace);
  for (let first = 0; first < changes; first += 4) {
    await begin();
    await killAt(first, replace);
    const more = await count(() => removeAbandoned(folder));
    for (let second = 0; second < more; second++) {
      await begin();
      await killAt(first, replace);
      await killAt(second, () => removeAbandoned(folder));
      expect(await replace()).toHaveLength(3);
      expect(await read(), `killed at ${first} and ${second}`).toEqual(renewed);
    }
  }
});

test("a refusal anywhere: the old set is whole, or the new one, and nothing is left beside", async () => {
  await begin();
  const changes = await count(replace);
  let refusals = 0;
  for (let place = 0; place < changes; place++) {
    await begin();
    reset({ refused: place, code: place % 2 === 0 ? "ENOSPC" : "EACCES" });
    const failure = await replace().then(
      () => null,
      (error: unknown) => error,
    );
    reset();
    if (failure !== null) {
      refusals++;
      expect(failure, `refused at ${place}`).toBeInstanceOf(UnlabelError);
      expect((failure as Error).message).toMatch(/nothing that was there before is lost\.$/);
    }
    // What could not be removed is removed by the next call.
    reset({ isAlive: false });
    await mend();
    expect(await read(), `refused at ${place}`).toEqual(failure === null ? renewed : old);
  }
  expect(refusals).toBeGreaterThan(10);
});

test("a first set that fails leaves nothing; a folder in the place of a file is refused before anything is written", async () => {
  reset({ refused: 8 });
  await expect(replace()).rejects.toThrow(/disk is full/);
  reset();
  expect(await readdir(folder)).toEqual([]);
  await mkdir(join(folder, "model"));
  await expect(replace()).rejects.toThrow(/there is a folder of that name/);
  expect(await readdir(folder)).toEqual(["model"]);
});

test("two at once: one of the sets, whole", async () => {
  const ages = Array.from({ length: 6 }, (_, i) => `by ${i}`);
  await Promise.all(ages.map((age) => writeFileSet(folder, set(age))));
  expect(ages.map((age) => Object.fromEntries(set(age)))).toContainEqual(await read());
});

test("a list that came with somebody's data moves nothing outside its folder", async () => {
  const home = join(folder, "home");
  await mkdir(home);
  await writeFile(join(folder, "precious"), "own");
  await writeFile(join(folder, ".precious.1-0123abcd.partial"), "bad");
  const list = { put: ["../precious"], remove: [] };
  await writeFile(join(home, ".files.1-0123abcd.set"), JSON.stringify(list));
  reset({ isAlive: false });
  await removeAbandoned(home);
  expect(await readFile(join(folder, "precious"), "utf8")).toBe("own");
});
