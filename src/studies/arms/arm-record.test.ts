import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import * as z from "zod";
import { openArms } from "./arm-record.js";

const result = z.strictObject({ name: z.string(), loss: z.number() });
let folder: string;
const open = (options = { steps: 2, threads: 1 }) =>
  openArms({ study: "codes", out: join(folder, "out"), options, free: ["threads"] }, result);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-arms-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("goes on from the arms that an earlier start kept", async () => {
  const first = await open();
  expect(first.finished).toEqual([]);
  first.keep({ name: "a", loss: 1 });
  first.close();
  const second = await open({ steps: 2, threads: 2 });
  second.keep({ name: "b", loss: 2 });
  second.close();
  expect(second.finished.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(await readFile(join(folder, "out", "arms.jsonl"), "utf8")).toBe(
    '{"name":"a","loss":1}\n{"name":"b","loss":2}\n',
  );
});

it("refuses other options, and lines that are no finished arm", async () => {
  const record = await open();
  record.keep({ name: "a", loss: 1 });
  record.close();
  await expect(open({ steps: 3, threads: 1 })).rejects.toThrow("made with `steps` 2, and now it is 3");
  await appendFile(join(folder, "out", "arms.jsonl"), '{"name":"b"}\n');
  await expect(open()).rejects.toThrow(/arms\.jsonl holds what is no finished arm of this study: remove it/);
});
