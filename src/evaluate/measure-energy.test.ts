import { readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inlineEngine } from "../engine/index.js";
import { CheckpointError, ConfigError } from "../errors.js";
import { simclr } from "../methods/index.js";
import { readCheckpoint, readRunConfig, writeCheckpoint } from "../runs/index.js";
import { openAs } from "../samples/index.js";
import { partsOf } from "../setup/index.js";
import { pretrain } from "../train/index.js";
import { type MadeRun, makeRun } from "./made-run.suite.js";
import { measureEnergy } from "./measure-energy.js";
import { openPairMeter } from "./pair-energies.js";

let made: MadeRun;
let run: string;
beforeAll(async () => {
  made = await makeRun();
  run = join(dirname(made.run), "trained");
  const config = await readRunConfig(made.run);
  for await (const event of pretrain({
    data: made.data,
    out: run,
    encoder: partsOf(config, 90).encoder,
    augment: config.augment.filter(({ name }) => name !== "random-resized-crop"),
    steps: 40,
    batchSize: 30,
    threads: 1,
    checkpointEvery: 40,
  }))
    expect(event.type).not.toBe("warning");
});
afterAll(() => rm(dirname(made.run), { recursive: true, force: true }));

describe("measureEnergy", () => {
  it("shows what training moved, from the test split, and writes the picture", async () => {
    const warnings: string[] = [];
    const { before, after, ...facts } = await measureEnergy({
      run,
      onWarning: (text) => warnings.push(text),
    });
    expect(facts).toMatchObject({ method: "simclr", step: 40, pairs: 30 });
    expect(facts.data).toContain("t10k");
    expect(warnings).toEqual([]);
    expect(after.auroc).toBeGreaterThan(before.auroc);
    expect(after.gap).toBeGreaterThan(before.gap);
    const [svg, text] = await Promise.all(facts.files.map((path) => readFile(path, "utf8")));
    expect(svg).toContain("After 40 steps");
    const [, written] = /a gap of (\S+),/.exec(text ?? "") ?? [];
    expect(Number(written)).toBeCloseTo(after.gap, 2);
  });

  it("has the same numbers for fresh values as for a kept first checkpoint, and from call to call", async () => {
    const kept = await measureEnergy({ run, samples: 16 });
    await rm(join(run, "checkpoints/step-00000000.safetensors"));
    const fresh = await measureEnergy({ run, samples: 16 });
    expect(fresh).toEqual(kept);
    expect(fresh.pairs).toBe(16);
  });

  it("takes other data, and says when training saw it", async () => {
    const warnings: string[] = [];
    const onWarning = (text: string) => warnings.push(text);
    const { data } = await measureEnergy({ run, data: made.data, split: "train", samples: 20, onWarning });
    expect(data).toContain("train");
    expect(warnings[0]).toMatch(/Training saw 100 % of these samples/);
  });

  it("takes partners as training does, or from a second source that is given", async () => {
    const { kinds } = await measureEnergy({ run, pair: made.data, samples: 16 });
    expect(kinds.compatible).toBe(`views of a sample and of its partner in ${made.data}`);
    const byClass = join(dirname(made.run), "by-class");
    const encoder = partsOf(await readRunConfig(made.run), 90).encoder;
    const options = { data: made.data, out: byClass, encoder, steps: 1, batchSize: 30, threads: 1 };
    for await (const _ of pretrain({ ...options, positives: "class" }));
    const measured = await measureEnergy({ run: byClass, samples: 16 });
    expect(measured.kinds).toEqual({
      compatible: "views of two samples of one class",
      incompatible: "views of samples of two classes",
    });
    expect(await readFile(measured.files[0]!, "utf8")).toContain(
      "compatible: views of two samples of one class",
    );
  });

  it("refuses a checkpoint of another method, and a method without an energy", async () => {
    const first = join(made.run, "checkpoints/step-00000000.safetensors");
    const other = { ...(await readCheckpoint(first)), method: "simsia", step: 9 };
    const foreign = await writeCheckpoint(join(made.run, "checkpoints"), other);
    const failure = measureEnergy({ run: foreign });
    await expect(failure).rejects.toThrow(CheckpointError);
    await expect(failure).rejects.toThrow(/is of a simsia run, but .* is a simclr run/);
    const own = { ...simclr(), energy: undefined };
    await expect(measureEnergy({ run, method: own })).rejects.toThrow(ConfigError);
    await expect(measureEnergy({ run, method: own })).rejects.toThrow(/has no energy: it does not compare/);
  });
});

describe("openPairMeter", () => {
  it("finds the energies of every pair alike where the method's energy ignores its input", async () => {
    const config = await readRunConfig(run);
    const source = await openAs(config.data);
    const engine = inlineEngine();
    const parts = partsOf(config, source.length);
    const energy = (context: Parameters<NonNullable<typeof parts.method.energy>>[0]) =>
      parts.method.energy!({ ...context, y: context.x });
    const meter = await openPairMeter(engine, { ...parts, method: { ...parts.method, energy } }, source, 20);
    const { gap, auroc, compatible } = await meter!.measure(null);
    expect(compatible).toBeCloseTo(-1, 5);
    expect(Math.abs(gap)).toBeLessThan(1e-6);
    expect(auroc).toBeCloseTo(0.5, 1);
    await engine.dispose();
    await source.close();
  });
});
