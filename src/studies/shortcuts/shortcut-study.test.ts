import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readJsonl } from "../../formats/index.js";
import type { StudyEvent } from "../study.js";
import { labs } from "./labs.js";
import { madeResults } from "./made-scores.suite.js";
import { shortcutOptions } from "./shortcut-options.js";
import { shortcutStudy } from "./shortcut-study.js";

const side = 16;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-shortcuts-"));
  for (const [name, channels] of [
    ["colour", 3],
    ["grey", 1],
  ] as const)
    for (const kind of ["square", "disc"])
      for (let i = 0; i < 20; i++) await makePicture(join(folder, name, kind), i, kind === "disc", channels);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A striped thing before a white background. */
async function makePicture(into: string, i: number, isDisc: boolean, channels: 1 | 3): Promise<void> {
  await mkdir(into, { recursive: true });
  const pixels = Uint8Array.from({ length: side * side * channels }, (_, k) => {
    const at = Math.floor(k / channels);
    const [y, x] = [Math.floor(at / side), at % side];
    const [down, right] = [Math.abs(y - 7.5), Math.abs(x - 7.5)];
    const isInside = isDisc ? Math.hypot(down, right) < 6 : Math.max(down, right) < 5;
    return isInside ? 40 + 8 * (i % 10) + 30 * ((isDisc ? x : y) % 3) + 10 * (k % channels) : 255;
  });
  const picture = sharp(pixels, { raw: { width: side, height: side, channels } });
  await picture
    .toColourspace(channels === 1 ? "b-w" : "srgb")
    .png()
    .toFile(join(into, `${i}.png`));
}

const settings = () => ({
  data: join(folder, "colour"),
  ...{ size: side, steps: 2, patchSteps: 2, batchSize: 4, widths: [4, 8], samples: 8 },
  ...{ seeds: 1, threads: 1 },
});

async function run(
  more: Readonly<Record<string, unknown>> = {},
  out = "out",
  signal?: AbortSignal,
): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  const context = { out: join(folder, out), signal };
  for await (const event of shortcutStudy.run({ ...settings(), ...more }, context)) events.push(event);
  return events;
}

const all = labs.flatMap((lab) => madeResults(lab, [0]));
const arms = labs.flatMap((lab) => lab.arms(shortcutOptions.parse({})));

/** An earlier start, which finished all arms but these. */
async function finishedBefore(out: string, todo: readonly string[] = []): Promise<void> {
  const lines = all.filter(({ name }) => !todo.includes(name)).map((row) => `${JSON.stringify(row)}\n`);
  await writeFile(join(folder, out, "arms.jsonl"), lines.join(""));
}

it("is planned without writing anything, less the labs that pictures cannot carry", async () => {
  const out = join(folder, "planned");
  const more = {
    ...settings(),
    data: join(folder, "grey"),
    labs: ["lens", "boundary"],
    seeds: 2,
    patchSteps: 3,
  };
  const plan = await shortcutStudy.plan(more, { out });
  expect(existsSync(out)).toBe(false);
  const boundary = labs.find(({ name }) => name === "boundary")!.arms(shortcutOptions.parse(more));
  expect(plan.trainings.map(({ name, steps, runs }) => [name, steps, runs])).toEqual(
    boundary.map(({ name, trainedOn }) => [name, trainedOn === null ? 0 : 3, 2]),
  );
  expect(plan.results).toBe(2 * boundary.length);
  expect(plan.notes.join()).toMatch(/^The lab lens is left out/);
  expect(plan.writes).toEqual(["study.json", "arms.jsonl", "report.md", "boundary.svg", "boundary.png"]);
  expect(plan.trainings.at(-1)!.peakBytes).toBeGreaterThan(256 * 2 ** 20);
});

it("runs what is not finished, and reports every lab", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  controller.abort(reason);
  await expect(run({}, "out", controller.signal)).rejects.toBe(reason);

  const todo = [
    "lens/with a lens/dropping",
    "boundary/untrained",
    "conflict/rotation/plain",
    "mark/supervised/hidden",
    "mark/SimCLR/marked",
  ];
  await finishedBefore("out", todo);
  const events = await run();
  const parts = events.filter((event) => event.type === "part");
  expect(parts.map(({ message }) => message)).toEqual([
    "Chromatic aberration: lens, dropped, seed 0",
    "Lines that go on from patch to patch: untrained, seed 0",
    "Texture against shape: rotation, seed 0",
    "A mark that goes with the class: supervised, hidden, seed 0",
    "A mark that goes with the class: SimCLR, marked, seed 0",
  ]);
  expect(parts[1]).toMatchObject({ done: 7, total: arms.length });
  const rows = await readJsonl(join(folder, "out/arms.jsonl"));
  for (const { name, trainedOn, pretextOn, probe } of arms) {
    const row = rows.find((one) => one.name === name)!;
    const scores = row.scores as Record<string, { value: number }>;
    expect(Object.keys(scores)).toEqual([...Object.keys(pretextOn), ...Object.keys(probe.on)]);
    expect(Object.values(scores).every(({ value }) => value >= 0 && value <= 1)).toBe(true);
    expect(row.loss === null).toBe(trainedOn === null);
  }
  // Behind the black square both hospitals are one.
  const cured = rows.find(({ name }) => name === "mark/supervised/hidden")!.scores as Record<string, unknown>;
  expect(cured["pretext in B"]).toEqual(cured.pretext);

  const last = events.at(-1) as Extract<StudyEvent, { type: "finished" }>;
  expect(last.table.rows).toHaveLength(arms.length);
  for (const row of [94, 95, 112, 113])
    expect(last.findings.filter((line) => line.includes(`(SPEC row ${row})`))).toHaveLength(1);
  expect(last.files).toHaveLength(1 + 2 * labs.length);
  expect(last.files.every((path) => existsSync(path))).toBe(true);
  const report = await readFile(last.files[0]!, "utf8");
  expect(report).toMatch(/\d of 4 claims hold/);
  for (const { name } of labs) expect(report).toContain(`](${name}.svg)`);
  await expect(run({ lens: 0.1 })).rejects.toThrow(/was made with `lens` 0\.03, and now it is 0\.1/);

  // Chosen labs that are finished need nothing more.
  const few = await run({ labs: ["mark"] });
  expect(few.map(({ type }) => type)).toEqual(["finished"]);
}, 60_000);

it("leaves out what the pictures cannot carry, and refuses what none is left of", async () => {
  const grey = { data: join(folder, "grey"), labs: ["lens,mark"] };
  await expect(run({ ...grey, labs: ["lens"] }, "grey-out")).rejects.toThrow(
    /can carry none of the labs that were asked for: the lab lens is left out/,
  );
  await finishedBefore("grey-out");
  const events = await run(grey, "grey-out");
  expect(events[0]).toEqual({
    type: "warning",
    message: "The lab lens is left out: the pictures are grey, and a lens shifts colours against each other.",
  });
  const last = events.at(-1) as Extract<StudyEvent, { type: "finished" }>;
  expect(await readFile(last.files[0]!, "utf8")).toContain("- Not measured: the lab lens is left out");
  await expect(run({ labs: ["lense"] }, "other")).rejects.toThrow(/Did you mean lens\?/);
  await expect(run({ data: join(folder, "grey", "disc") }, "none")).rejects.toThrow(/has no labels/);
});
