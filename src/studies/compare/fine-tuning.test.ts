import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { mlp } from "../../encoders/index.js";
import { simclr } from "../../methods/index.js";
import { compare, readRecords } from "./index.js";
import { makePictures } from "./made-pictures.suite.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-compare-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("fine-tunes every encoder on the few labels, the untrained one from scratch", {
  timeout: 120_000,
}, async () => {
  const out = join(folder, "tuned");
  const options = {
    data: await makePictures(folder),
    encoder: mlp({ widths: [8, 8] }),
    methods: [simclr({ hiddenDim: 8, outputDim: 8 })],
    budget: "1epochs",
    batchSize: 20,
    threads: 1,
    seeds: 1,
    fewLabels: 5,
  };
  for await (const _ of compare({ ...options, out, fineTune: true }));
  const records = await readRecords(out);
  const tuned = records.map((record) => (record.type === "result" ? record.fewFineTuned : undefined));
  expect(records.map(({ name }) => name)).toEqual(["raw pixels", "untrained encoder", "simclr"]);
  expect(tuned[0]).toBeNull();
  // Two classes that pixels tell apart: better than chance after 400 steps from anywhere.
  expect(tuned[1]).toBeGreaterThan(0.6);
  expect(tuned[2]).toBeGreaterThan(0.6);
  const report = await readFile(join(out, "report.md"), "utf8");
  expect(report).toContain("fine-tuned, 5 labels a class, %");
  expect(report).toContain("for the untrained encoder that is training from scratch");
  const untuned = async () => {
    for await (const _ of compare({ ...options, out }));
  };
  await expect(untuned()).rejects.toThrow("made with `fineTune` true, and now it is false");
});
