import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConfigError } from "../../errors.js";
import { readJsonl } from "../../formats/index.js";
import type { StudyEvent } from "../study.js";
import { collapseStudy, restOf } from "./collapse-study.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-collapse-"));
  for (const kind of ["rows", "columns"]) {
    await mkdir(join(folder, "pictures", kind), { recursive: true });
    for (let i = 0; i < 24; i++) {
      const pixels = Uint8Array.from({ length: 64 }, (_, k) => {
        const place = kind === "rows" ? Math.floor(k / 8) : k % 8;
        return (place % 4 < 2 ? 180 : 20) + ((i * 37 + k * 11) % 50);
      });
      const picture = sharp(pixels, { raw: { width: 8, height: 8, channels: 1 } });
      await picture.png().toFile(join(folder, "pictures", kind, `${i}.png`));
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = () => ({
  data: join(folder, "pictures"),
  arms: ["simclr"],
  steps: 8,
  batchSize: 12,
  widths: [4, 8],
  samples: 20,
  looks: 2,
  threads: 1,
});

async function run(
  more: Readonly<Record<string, unknown>> = {},
  signal?: AbortSignal,
): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  const context = { out: join(folder, "out"), signal };
  for await (const event of collapseStudy.run({ ...settings(), ...more }, context)) events.push(event);
  return events;
}

it("is planned without writing anything", async () => {
  const out = join(folder, "planned");
  const plan = await collapseStudy.plan({ ...settings(), arms: ["simsiam"] }, { out });
  expect(existsSync(out)).toBe(false);
  expect(
    plan.trainings.map(({ name, steps, batchSize, runs, done }) => [name, steps, batchSize, runs, done]),
  ).toEqual(["simsiam", "simsiam/stop-gradient", "simsiam/predictor"].map((name) => [name, 8, 12, 1, 0]));
  expect([plan.results, plan.done, plan.time.seconds]).toEqual([3, 0, null]);
  expect(plan.data).toMatch(/pictures: 48 pictures of 8x8, 3 channels; .* at most 20 test samples$/);
  expect(plan.writes).toContain("simsiam.svg");
  expect(plan.largest!.peakBytes).toBeGreaterThan(256 * 2 ** 20);
});

it("trains each arm once, goes on where it was stopped, and reports", async () => {
  // Stopped in the second arm: the first is kept.
  const controller = new AbortController();
  const reason = new Error("enough");
  const stopped = (async () => {
    const context = { out: join(folder, "out"), signal: controller.signal };
    for await (const event of collapseStudy.run(settings(), context))
      if (event.type === "progress" && event.message.includes("without")) controller.abort(reason);
  })();
  await expect(stopped).rejects.toBe(reason);
  const kept = await readJsonl(join(folder, "out/arms.jsonl"));
  expect(kept.map(({ name }) => name)).toEqual(["simclr"]);

  const events = await run();
  expect(events.filter(({ type }) => type === "part")).toMatchObject([
    {
      done: 1,
      total: 2,
      message: expect.stringMatching(/^SimCLR without .*; about \d+ s for this last one$/),
    },
  ]);
  const rows = await readJsonl(join(folder, "out/arms.jsonl"));
  expect(rows[0]).toEqual(kept[0]);
  const steps = rows.map(({ moments }) => (moments as { step: number }[]).map(({ step }) => step));
  expect(steps).toEqual([
    [0, 4, 8],
    [0, 4, 8],
  ]);
  const last = events.at(-1) as Extract<StudyEvent, { type: "finished" }>;
  expect(last.table.rows.map(([name]) => name)).toEqual(["SimCLR", "SimCLR without the negatives"]);
  expect(last.findings[0]).toMatch(/^Without the negatives, SimCLR ended with deviation .* kNN \d+ %/);
  expect(last.files.every((path) => existsSync(path))).toBe(true);
  const report = await readFile(join(folder, "out/report.md"), "utf8");
  expect(report).toContain("![SimCLR over the steps](simclr.svg)");

  // Both arms start from the same values, and everything is finished now.
  const firsts = rows.map(({ moments }) => (moments as { step: number }[])[0]);
  expect(firsts[1]).toEqual(firsts[0]);
  const again = await run();
  expect(again.map(({ type }) => type)).toEqual(["finished"]);
  await expect(run({ steps: 9 })).rejects.toThrow(ConfigError);
  await expect(run({ steps: 9 })).rejects.toThrow(
    /out was made with `steps` 8, and now it is 9\. Give the same options again/,
  );
});

it("says what is to come from what was timed", () => {
  expect(restOf([], 16)).toBe("");
  expect(restOf([30, 34], 15)).toBe("; about 8 min for the 15 to come");
  expect(restOf([30], 1)).toBe("; about 30 s for this last one");
});
