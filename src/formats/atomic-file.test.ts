import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { UnlabelError } from "../errors.js";
import { writeFileAtomically } from "./atomic-file.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "atomic-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test("writes text, bytes and pieces, replaces, and leaves nothing beside", async () => {
  const path = join(folder, "a.txt");
  await writeFileAtomically(path, "old");
  await writeFileAtomically(path, Uint8Array.of(104, 105));
  expect(await readFile(path, "utf8")).toBe("hi");
  await writeFileAtomically(path, ["é", Uint8Array.of(33), "", "ok"]);
  expect(await readFile(path, "utf8")).toBe("é!ok");
  expect(await readdir(folder)).toEqual(["a.txt"]);
});

test("short writes are continued", async () => {
  const path = join(folder, "a.txt");
  const prototype = await handlePrototype();
  const write = prototype.write;
  vi.spyOn(prototype, "write").mockImplementation(function (
    this: unknown,
    bytes: Uint8Array,
    at: number,
    length: number,
  ) {
    return write.call(this, bytes, at, Math.min(length, 3));
  });
  await writeFileAtomically(path, "0123456789");
  expect(await readFile(path, "utf8")).toBe("0123456789");
});

test.each([
  ["ENOSPC", "write", /disk is full/],
  ["EACCES", "write", /permission is denied/],
  ["ENOSPC", "sync", /disk is full/],
] as const)("%s on %s: one sentence, no partial file, old contents kept", async (code, step, message) => {
  const path = join(folder, "a.txt");
  await writeFile(path, "precious");
  vi.spyOn(await handlePrototype(), step).mockRejectedValue(Object.assign(new Error("x"), { code }));
  const failure = await writeFileAtomically(path, "new").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnlabelError);
  expect((failure as Error).message).toMatch(message);
  expect((failure as Error).message).toContain(path);
  expect(await readdir(folder)).toEqual(["a.txt"]);
  expect(await readFile(path, "utf8")).toBe("precious");
});

test("a missing folder and a folder of that name are said plainly", async () => {
  await expect(writeFileAtomically(join(folder, "no", "a.txt"), "x")).rejects.toThrow(
    /folder does not exist/,
  );
  await mkdir(join(folder, "taken", "inside"), { recursive: true });
  await expect(writeFileAtomically(join(folder, "taken"), "x")).rejects.toThrow(
    /there is a folder of that name/,
  );
  expect(await readdir(folder)).toEqual(["taken"]);
});

test("an error of the contents themselves passes through", async () => {
  const broken = function* () {
    yield "half";
    throw new RangeError("broken");
  };
  await expect(writeFileAtomically(join(folder, "a.txt"), broken())).rejects.toThrow(RangeError);
  expect(await readdir(folder)).toEqual([]);
});

type Write = (
  this: unknown,
  bytes: Uint8Array,
  at: number,
  length: number,
) => Promise<{ bytesWritten: number }>;

/** Where every FileHandle finds its methods, so that a full disk can be imitated. */
async function handlePrototype(): Promise<{ write: Write; sync: () => Promise<void> }> {
  const handle = await open(folder, "r");
  await handle.close();
  return Object.getPrototypeOf(handle) as { write: Write; sync: () => Promise<void> };
}
