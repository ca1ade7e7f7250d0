import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ConfigError, DataError } from "../../errors.js";
import type { StudyEvent } from "../study.js";
import { decodingClaims } from "./decoding-claims.js";
import { type DecodingFacts, measuredParts } from "./decoding-facts.js";
import { decodingStudy } from "./decoding-study.js";

let folder: string;
let data: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-decoding-"));
  data = join(folder, "walks.txt");
  const walks = Array.from(
    { length: 40 },
    (_, i) =>
      `${["We", "They", "Dogs", "Cats"][i % 4]} ${["went", "ran", "walk", "came", "saw"][i % 5]} to the ${["hill", "sea", "town"][i % 3]} and back to the ${["house", "door"][i % 2]}.`,
  );
  await writeFile(data, walks.join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = () => ({ data, prompts: 12, tokens: 8, trees: 10, steps: 20, threads: 1 });

async function run(options: object, out = join(folder, "out")): Promise<StudyEvent[]> {
  const events: StudyEvent[] = [];
  for await (const event of decodingStudy.run({ ...settings(), ...options }, { out })) events.push(event);
  return events;
}

it("is planned without writing anything", async () => {
  const out = join(folder, "planned");
  const plan = await decodingStudy.plan(settings(), { out });
  expect(plan).toMatchObject({
    study: "decoding",
    results: measuredParts,
    done: 0,
    trainings: [{ steps: 20, problem: null }],
  });
  expect(plan.data).toMatch(/walks\.txt: 440 words, 40 sentences, 19 words that differ\. 12 beginnings/);
  expect(existsSync(out)).toBe(false);
});

it("measures its parts and reports every claim", async () => {
  const events = await run({});
  expect(events.filter(({ type }) => type === "part")).toHaveLength(measuredParts);
  const last = events.at(-1) as Extract<StudyEvent, { type: "finished" }>;
  expect(last.findings).toHaveLength(10);
  for (const row of [61, 62, 63, 64, 65, 66])
    expect(last.findings.some((line) => new RegExp(`SPEC row [\\d, ]*\\b${row}\\b`).test(line))).toBe(true);
  expect(
    last.findings.every((line) => /^(Holds|Does not hold): .* \(SPEC row [\d, ]+\)\. .*\.$/.test(line)),
  ).toBe(true);
  // As wide as the tree, whatever was made up.
  expect(last.findings.join("\n")).toContain("100 % with 1024; 1 is greedy.");
  const report = await readFile(last.files[0]!, "utf8");
  expect(report).toContain("![How often beam search finds the likeliest text](found.svg)");
  expect(last.files.every((file) => existsSync(file))).toBe(true);
  await expect(run({ seed: 1 })).rejects.toBeInstanceOf(ConfigError);
});

it("says what is no text to count", async () => {
  const at = (name: string) => join(folder, name);
  await writeFile(at("short.txt"), "One sentence is too few.");
  await writeFile(at("latin.txt"), Uint8Array.of(0x63, 0x61, 0x66, 0xe9));
  for (const [name, message] of [
    ["none.txt", "should be a text file, but it cannot be read (ENOENT)"],
    ["latin.txt", "is no text in UTF-8"],
    ["short.txt", "should have at least 20 sentences of three words or more, ended by . ! or ?; got 1."],
  ] as const) {
    const error = await run({ data: at(name) }, at(`${name}-out`)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toContain(message);
  }
});

it("judges each claim by what was measured", () => {
  const holding: DecodingFacts = {
    words: [".", "a"],
    sizes: [{ vocabulary: 2, tokens: 3, texts: 8 }],
    trees: {
      leaves: 9,
      shares: [
        { beams: 1, share: 0.5 },
        { beams: 2, share: 0.8 },
        { beams: 9, share: 1 },
      ],
    },
    text: [
      { beams: 1, share: 0.3 },
      { beams: 8, share: 0.7 },
    ],
    loops: {
      counts: [
        { name: "greedy", texts: 10, loops: 6, start: 2, period: 1 },
        { name: "beam search, 4", texts: 10, loops: 3, start: 2, period: 1 },
        { name: "sampling at temperature 0.3", texts: 10, loops: 1, start: 2, period: 1 },
        { name: "sampling, top-p 0.9", texts: 100, loops: 4, start: 2, period: 1 },
        { name: "sampling", texts: 10, loops: 0, start: null, period: null },
        { name: "the text itself", texts: 10, loops: 0, start: null, period: null },
      ],
      longest: { start: 0, period: 1, times: 3 },
      example: Int32Array.of(1, 1, 1),
    },
    letters: {
      counts: [
        { name: "greedy", texts: 40, loops: 20, start: 30, period: 4 },
        { name: "sampling", texts: 40, loops: 1, start: 2, period: 1 },
      ],
      loss: 1.5,
      example: "the the the",
    },
    real: length(8),
    lengths: [length(2, 0), length(7, 0.6), length(20, 1.5), length(30)],
    stops: [
      { until: "bound", normalise: "none", same: 1, rows: 0.5, median: 2 },
      { until: "first", normalise: "none", same: 0.9, rows: 0.3, median: 1 },
    ],
    examples: [],
  };
  expect(decodingClaims(holding).map(({ holds }) => holds)).toEqual(Array(10).fill(true));
  const broken: readonly Partial<DecodingFacts>[] = [
    { sizes: [{ vocabulary: 2, tokens: 3, texts: 9 }] },
    {
      loops: {
        ...holding.loops,
        counts: holding.loops.counts.map((one, i) => (i === 0 ? { ...one, loops: 4 } : one)),
      },
    },
    { letters: { ...holding.letters, counts: [{ ...holding.letters.counts[0]!, loops: 19 }] } },
    {
      loops: {
        ...holding.loops,
        counts: holding.loops.counts.map((one, i) => (i === 3 ? { ...one, loops: 5 } : one)),
      },
    },
    { trees: { ...holding.trees, shares: [...holding.trees.shares.slice(0, 2), { beams: 9, share: 0.99 }] } },
    {
      text: [
        { beams: 1, share: 0.4 },
        { beams: 8, share: 0.7 },
      ],
    },
    { lengths: [length(5, 0), length(7, 0.6), length(20, 1.5), length(30)] },
    { lengths: [length(2, 0), length(7, 0.6), length(20, 1.5), length(15)] },
    { lengths: [length(2, 0), length(1, 0.6), length(9, 1.5), length(30)] },
    { stops: [{ ...holding.stops[0]!, same: 0.9 }, holding.stops[1]!] },
  ];
  for (const [i, facts] of broken.entries())
    expect(decodingClaims({ ...holding, ...facts }).map(({ holds }) => holds)).toEqual(
      Array.from({ length: 10 }, (_, claim) => claim !== i),
    );
});

function length(median: number, alpha: number | null = null) {
  return { name: `${median}`, alpha, median, shortest: 1, longest: median, cut: 0 };
}
