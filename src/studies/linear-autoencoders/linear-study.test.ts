import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConfigError } from "../../errors.js";
import { readJsonl } from "../../formats/index.js";
import type { StudyEvent } from "../study.js";
import { armTitle, linearArms } from "./linear-arms.js";
import { linearStudy } from "./linear-study.js";
import { madeResults } from "./made-results.suite.js";
import { recoveringArms } from "./value-table.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-linear-"));
  await mkdir(join(folder, "pictures"));
  for (let i = 0; i < 25; i++) {
    const pixels = Uint8Array.from({ length: 16 }, (_, k) => 120 + 100 * Math.sin(i * (1 + (k % 4)) + k));
    const picture = sharp(pixels, { raw: { width: 4, height: 4, channels: 1 } });
    await picture.png().toFile(join(folder, "pictures", `${i}.png`));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = () => ({
  data: join(folder, "pictures"),
  size: 4,
  samples: 20,
  steps: 4,
  batchSize: 4,
  threads: 1,
});
const out = () => join(folder, "out");

async function run(
  more: Readonly<Record<string, unknown>> = {},
  signal?: AbortSignal,
): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  for await (const event of linearStudy.run({ ...settings(), ...more }, { out: out(), signal }))
    events.push(event);
  return events;
}

it("is planned without writing anything, on pictures and on tables", async () => {
  const nowhere = join(folder, "planned");
  const plan = await linearStudy.plan(settings(), { out: nowhere });
  const table = join(folder, "planned.csv");
  const rows = Array.from({ length: 30 }, (_, n) => [n, (n * 7) % 11, (n * 5) % 13].join(","));
  await writeFile(table, `a,b,c\n${rows.join("\n")}\n`);
  const other = await linearStudy.plan({ ...settings(), data: table }, { out: nowhere });
  expect(existsSync(nowhere)).toBe(false);
  expect(plan.trainings).toHaveLength(linearArms.length);
  expect(
    plan.trainings.every(
      ({ steps, batchSize, problem }) => steps === 4 && batchSize === 4 && problem === null,
    ),
  ).toBe(true);
  expect(plan.data).toMatch(/pictures: 20 pictures, grey, 4x4 \(16 values\); 5 others to measure on$/);
  expect(other.data).toMatch(/\(3 values\)/);
  // What has no pixels is not drawn.
  expect([plan.writes, other.writes].map((files) => files.includes("pictures.png"))).toEqual([true, false]);
  expect(other.largest!.peakBytes).toBeLessThan(plan.largest!.peakBytes);
});

it("trains the arms that are not finished, and reports every claim", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(run({}, controller.signal)).rejects.toBe(reason);

  // All but these were finished before.
  const todo = ["masked/least-squares/0.25", "denoising/unrolled/1", "vanilla/two-matrices/2/sparse"];
  const before = [...madeResults(16).values()].filter(({ name }) => !todo.includes(name));
  await writeFile(join(out(), "arms.jsonl"), before.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const events = await run();
  const parts = events.flatMap((event) => (event.type === "part" ? [event.message] : []));
  const titles = linearArms.filter(({ name }) => todo.includes(name)).map(armTitle);
  expect(parts).toEqual(["What follows from the formulas", ...titles]);

  const rows = await readJsonl(join(out(), "arms.jsonl"));
  expect(rows).toHaveLength(linearArms.length);
  const [unrolled, squares, sparse] = ["denoising/unrolled/1", todo[0], todo[2]].map(
    (name) => rows.find((row) => row.name === name)!,
  );
  expect(unrolled).toMatchObject({ spectrum: { length: 16 }, depths: { length: 12 } });
  // A projection on 4 of 16 directions, but for the ridge.
  const spectrum = squares!.spectrum as number[];
  expect(spectrum.slice(0, 4).every((value) => Math.abs(value - 1) < 0.01)).toBe(true);
  expect(spectrum.slice(4).every((value) => value < 0.01)).toBe(true);
  expect(squares).toMatchObject({ distance: expect.closeTo(Math.sqrt(12 / 16), 2), depths: [] });
  expect(sparse).toMatchObject({ spectrum: null, distance: null, drawn: { filled: { length: 5 * 16 } } });

  const last = events.at(-1) as Extract<StudyEvent, { type: "finished" }>;
  expect(last.table.rows).toHaveLength(linearArms.length);
  expect(last.findings).toHaveLength(24);
  expect(
    last.findings.every((line) => /^(Holds|Does not hold): .* \(SPEC row [\d, ]+\)\. .*\.$/.test(line)),
  ).toBe(true);
  for (const row of [43, 46, 48, 49, 50, 52, 53, 54, 55, 58, 67])
    expect(last.findings.some((line) => new RegExp(`SPEC row [\\d, ]*\\b${row}\\b`).test(line))).toBe(true);
  expect(last.files.every((path) => existsSync(path))).toBe(true);
  const report = await readFile(last.files[0]!, "utf8");
  expect(report).toContain("![Singular values of D∘E after training](spectra.svg)");
  await expect(run({ noise: 1 })).rejects.toThrow(ConfigError);
});

it("takes a table, and says of each of its values what the others tell", async () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    [i, 3 * i + 1, Math.cos(i * i), i < 30 ? "low" : "high", `id ${i}`].join(","),
  );
  const [data, own] = [join(folder, "made.csv"), join(folder, "table")];
  await writeFile(data, ["first,second,alone,half,who", ...lines].join("\n"));
  const start = () => linearStudy.run({ ...settings(), data, samples: 48, steps: 2 }, { out: own });
  // What a start leaves that is stopped at once: the folder is the study's.
  const stopped = start();
  await stopped.next();
  await stopped.return();
  const arms: readonly string[] = recoveringArms.map(([, name]) => name);
  const before = [...madeResults(5).values()].filter(({ name }) => !arms.includes(name));
  await writeFile(join(own, "arms.jsonl"), before.map((row) => `${JSON.stringify(row)}\n`).join(""));
  let last: StudyEvent | undefined;
  for await (const event of start()) last = event;
  const { files, findings } = last as Extract<StudyEvent, { type: "finished" }>;
  expect(files.map((path) => basename(path))).toEqual(["report.md", "spectra.svg", "early-stopping.svg"]);
  const report = await readFile(files[0]!, "utf8");
  expect(report).toContain("48 table rows of made.csv, 4 of 5 columns (5 values, of which");
  expect(report).toContain("Columns left out: who (60 different values).");
  expect([report, ...findings].join("\n")).not.toMatch(/picture|pixel|grey|png/i);
  const section = report.split("## Which values the others tell")[1]!.split("##")[0]!;
  const cells = [...section.matchAll(/^\| (\w+(?: = \w+)?) +\|(.*)\|$/gm)].map(
    ([, name, numbers]) => [name!, ...numbers!.split("|").slice(0, 2).map(Number)] as const,
  );
  const found = new Map(cells.slice(1).map(([name, others, all]) => [name, [others!, all!]]));
  expect([...found.keys()].sort()).toEqual(["alone", "first", "half = high", "half = low", "second"]);
  expect(found.get("first")![0]).toBeGreaterThan(0.95);
  expect(found.get("alone")![0]).toBeLessThan(0.3);
  // Told by the other value of its column, and less by what the table holds besides.
  expect(found.get("half = low")![1]).toBeGreaterThan(0.95);
  expect(found.get("half = low")![0]).toBeLessThan(0.9);
});

it("needs twenty pictures", async () => {
  const nineteen = join(folder, "nineteen");
  await mkdir(nineteen);
  for (let i = 0; i < 19; i++) await copyFile(join(folder, `pictures/${i}.png`), join(nineteen, `${i}.png`));
  const few = linearStudy.run({ ...settings(), data: nineteen }, { out: join(folder, "few") });
  await expect(few.next()).rejects.toThrow(/19 .*20/);
});
