import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readJsonl } from "../../formats/index.js";
import type { StudyEvent } from "../study.js";
import { codeArms } from "./code-arms.js";
import type { CodeResult } from "./code-result.js";
import { codeStudy } from "./code-study.js";
import { madeResults } from "./made-results.suite.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-codes-"));
  for (const kind of ["rows", "columns"]) {
    await mkdir(join(folder, "pictures", kind), { recursive: true });
    for (let i = 0; i < 20; i++) {
      const pixels = Uint8Array.from({ length: 64 }, (_, k) => {
        const place = kind === "rows" ? Math.floor(k / 8) : k % 8;
        return (place % 4 < 2 ? 180 : 20) + ((i * 37 + k * 11) % 50);
      });
      const picture = sharp(pixels, { raw: { width: 8, height: 8, channels: 1 } });
      await picture
        .toColourspace("b-w")
        .png()
        .toFile(join(folder, "pictures", kind, `${i}.png`));
    }
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = () => ({
  data: join(folder, "pictures"),
  ...{ size: 8, steps: 2, batchSize: 8, widths: [6], samples: 8, labelled: 12, seeds: 1, threads: 1 },
});

async function run(
  more: Readonly<Record<string, unknown>> = {},
  signal?: AbortSignal,
): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  const context = { out: join(folder, "out"), signal };
  for await (const event of codeStudy.run({ ...settings(), ...more }, context)) events.push(event);
  return events;
}

it("is planned without writing anything: arms times seeds, the rest by the mean of what is finished", async () => {
  const out = join(folder, "planned");
  const more = { ...settings(), kinds: ["numbers", "labels"], seeds: 3, steps: 5 };
  const plan = await codeStudy.plan(more, { out });
  expect(existsSync(out)).toBe(false);
  expect(plan.study).toBe("codes");
  expect(plan.data).toBe("pictures: 32 pictures of 8x8, 1 channel, 2 classes; 8 others to judge");
  const names = plan.trainings.map(({ name }) => name);
  expect(names).toEqual(
    codeArms.filter(({ kind }) => kind === "numbers" || kind === "labels").map(({ name }) => name),
  );
  // Pixels as they are have one result.
  expect([plan.results, plan.done]).toEqual([3 * names.length + 1, 0]);
  expect(plan.time.seconds).toBeNull();
  const of = (name: string) => plan.trainings.find((training) => training.name === name)!;
  expect(of("untrained/2")).toMatchObject({ steps: 0, runs: 3, peakBytes: null });
  expect(of("numbers/2")).toMatchObject({ steps: 5, batchSize: 8, problem: null });
  expect(of("numbers/256").peakBytes).toBeGreaterThan(of("numbers/2").peakBytes!);
  expect(plan.largest!.peakBytes).toBe(Math.max(...plan.trainings.map(({ peakBytes }) => peakBytes ?? 0)));

  // As after a start of which one arm and one of another kind were kept.
  const started = codeStudy.run(more, { out });
  await started.next();
  await started.return();
  const kept = madeResults([0]).filter(({ name }) => ["numbers/2", "noise/1"].includes(name));
  expect(kept).toHaveLength(2);
  const lines = kept.map((row) => JSON.stringify({ ...row, seconds: row.name === "numbers/2" ? 7 : 1000 }));
  await writeFile(join(out, "arms.jsonl"), `${lines.join("\n")}\n`);
  const later = await codeStudy.plan(more, { out });
  expect([later.results, later.done]).toEqual([plan.results, 1]);
  expect(later.time.seconds).toBe(7 * (plan.results - 1));
  await expect(codeStudy.plan({ ...more, steps: 6 }, { out })).rejects.toThrow(/`steps` 5, and now it is 6/);
});

it("runs what is not finished, and reports every claim", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(run({}, controller.signal)).rejects.toBe(reason);

  const todo = [
    "pixels",
    "untrained/4",
    "noise/1",
    "sparse/k-2",
    "discrete/8",
    "denoising/mask",
    "labels/hiding",
  ];
  const before = madeResults([0], {
    "numbers/256": { error: 0.1, auroc: { noise: 1, block: 1, halves: 1 } },
    "denoising/noise": { error: 0.1 },
    ...Object.fromEntries(
      ["nothing", "noise", "usual"].map((view) => [`labels/${view}`, { facts: { accuracy: 0.5 } }]),
    ),
  });
  const lines = before.filter(({ name }) => !todo.includes(name)).map((row) => `${JSON.stringify(row)}\n`);
  await writeFile(join(folder, "out/arms.jsonl"), lines.join(""));
  const events = await run();
  const parts = events.filter((event) => event.type === "part");
  expect(parts.map(({ message }) => message)).toEqual([
    "pixels as they are",
    ...codeArms.filter(({ name }) => todo.includes(name)).map(({ title }) => `${title}, seed 0`),
  ]);
  const rows = (await readJsonl(join(folder, "out/arms.jsonl"))) as unknown as CodeResult[];
  const row = (name: string) => rows.find((one) => one.name === name)!;
  const corrupt = ["noise", "block", "halves"];
  for (const name of ["noise/1", "sparse/k-2", "discrete/8", "denoising/mask", "pixels"])
    expect(Object.keys(row(name).auroc)).toEqual(corrupt);
  expect(row("pixels")).toMatchObject({ error: 0, loss: null, of: 8 });
  expect(row("untrained/4")).toMatchObject({ error: null, loss: null });
  expect([row("untrained/4").auroc, row("untrained/4").facts]).toEqual([{}, {}]);
  // Measured on whole pictures.
  expect(row("denoising/mask").facts.hiddenShare).toBe(0);
  expect(row("labels/hiding")).toMatchObject({
    error: null,
    auroc: {},
    facts: { accuracy: expect.any(Number) },
  });
  expect(row("noise/1").codeProbe).not.toBeNull();
  // 2 of 256 numbers are kept, whatever was learned.
  expect(row("sparse/k-2").facts.activeShare).toBeCloseTo(2 / 256, 6);
  expect(row("discrete/8").facts.perplexity).toBeLessThanOrEqual(8);

  const last = events.at(-1) as Extract<StudyEvent, { type: "finished" }>;
  expect(last.table.rows).toHaveLength(codeArms.length + 1);
  for (const spec of [27, 33, 44, 102, 114])
    expect(last.findings.some((line) => line.includes(`(SPEC row ${spec})`))).toBe(true);
  expect(last.files).toHaveLength(4);
  expect(last.files.every((path) => existsSync(path))).toBe(true);
  const report = await readFile(last.files[0]!, "utf8");
  expect(report).toMatch(/\d+ of 12 claims hold/);
  expect(report).toContain("](capacity.svg)");
  await expect(run({ steps: 3 })).rejects.toThrow(/was made with `steps` 2, and now it is 3/);

  // Chosen kinds that are finished need nothing more, and claims of others are left out with their pictures.
  const few = await run({ kinds: ["labels"] });
  expect(few.map(({ type }) => type)).toEqual(["finished"]);
  expect(few[0]).toMatchObject({ findings: [expect.stringContaining("SPEC row 44")] });
  for (const { kinds, claims, files } of [
    { kinds: ["denoising"], claims: 4, files: 2 },
    { kinds: ["noise"], claims: 1, files: 3 },
  ]) {
    const [last] = await run({ kinds });
    expect(last).toMatchObject({ findings: { length: claims }, files: { length: files } });
  }
  await expect(run({ kinds: ["label"] })).rejects.toThrow(/Did you mean labels\?/);
});

it("needs labels", async () => {
  const unlabelled = codeStudy.run({ data: join(folder, "pictures", "rows") }, { out: join(folder, "none") });
  await expect(unlabelled.next()).rejects.toThrow(/has no labels, and the study of codes judges/);
});
