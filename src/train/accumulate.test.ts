import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { convnet, vit } from "../encoders/index.js";
import { ConfigError, DataError } from "../errors.js";
import { autoencoder, mae, simclr } from "../methods/index.js";
import { checkpointPaths, latestCheckpoint, runFolder } from "../runs/index.js";
import { resolveRun } from "../settle/index.js";
import type { StepEvent } from "./events.js";
import { runUntil, small, writeStripes } from "./made-stripes.suite.js";
import { weighRun } from "./weigh-run.js";

const encoder = vit({ width: 8, depth: 1, heads: 2, patch: 4 });
let folder = "";
let data = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-accumulate-"));
  data = await writeStripes(folder, { count: 34 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stateOf = async (run: string) =>
  (await latestCheckpoint(runFolder(run).checkpoints, () => undefined)).state;

it("a run counts steps, whatever they are added up of, and stopped after one it ends with the same bits", async () => {
  const given = { ...small, data, encoder, method: mae(), batchSize: 4, accumulate: 4, steps: 5 };
  const [whole, stopped] = [join(folder, "whole"), join(folder, "stopped")];
  const events = await runUntil(0, { ...given, out: whole });
  expect(events[0]).toMatchObject({
    type: "started",
    stepsPerEpoch: 2,
    config: { batchSize: 4, accumulate: 4 },
  });
  const steps = events.filter((event): event is StepEvent => event.type === "step");
  expect(steps.map(({ step, epoch }) => [step, epoch])).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 2],
  ]);
  expect(Object.keys(steps[0]!.metrics)).toContain("gradientNorm");
  await runUntil(1, { ...given, out: stopped });
  await runUntil(4, { resume: stopped });
  await runUntil(0, { resume: stopped });
  const last = async (run: string) =>
    readFile((await checkpointPaths(runFolder(run).checkpoints))[0] as string);
  expect((await last(stopped)).equals(await last(whole))).toBe(true);
  expect((await stateOf(whole)).filter(({ name }) => name.startsWith("gradient/"))).toEqual([]);
});

it("a run of four batches of 4 goes where one of batches of 16 goes", async () => {
  const given = {
    ...small,
    data,
    encoder,
    method: autoencoder(),
    optimizer: "sgd",
    learningRate: 0.05,
    steps: 3,
  };
  const [four, one] = [join(folder, "four"), join(folder, "one")];
  const told = await runUntil(0, { ...given, batchSize: 4, accumulate: 4, out: four });
  const big = await runUntil(0, { ...given, batchSize: 16, out: one });
  const losses = (events: typeof told) =>
    events.flatMap((event) => (event.type === "step" ? [event.loss] : []));
  for (const [i, loss] of losses(big).entries()) expect(losses(told)[i]).toBeCloseTo(loss, 5);
  const other = new Map((await stateOf(one)).map(({ name, data: values }) => [name, values]));
  for (const { name, data: values } of await stateOf(four))
    for (const [i, value] of values.entries())
      expect(Math.abs(Number(value) - Number(other.get(name)![i]))).toBeLessThan(1e-5);
});

it("settles the learning rate, the batch and the steps of an epoch by the samples of a step", async () => {
  const settled = async (options: object) => {
    const { config, source } = await resolveRun({ ...small, data, encoder, method: mae(), ...options });
    await source.close();
    return config;
  };
  const [four, big, own] = [
    await settled({ batchSize: 4, accumulate: 4 }),
    await settled({ batchSize: 16 }),
    await settled({ batchSize: undefined, accumulate: 2 }),
  ];
  expect([four.learningRate, four.warmupSteps]).toEqual([big.learningRate, big.warmupSteps]);
  // A recipe's batch shrinks until four steps are in 34 samples.
  expect([own.batchSize, own.accumulate, big.accumulate]).toEqual([4, 2, 1]);
});

it("weighs what is in memory: a small batch, its gradients and their sums", async () => {
  const weigh = async (options: object) =>
    (await weighRun({ ...small, data, encoder, method: mae(), ...options })).memory;
  const [four, big, alone] = [
    await weigh({ batchSize: 4, accumulate: 4 }),
    await weigh({ batchSize: 16 }),
    await weigh({ batchSize: 4 }),
  ];
  expect(four.activationBytes).toBeLessThan(big.activationBytes);
  expect(four.stateBytes).toBeGreaterThan(alone.stateBytes);
});

it.each([
  [{ method: simclr() }, ConfigError, /the loss of simclr compares the samples of a batch/],
  [{ encoder: convnet() }, ConfigError, /the encoder convnet, with these options, normalises over the batch/],
  [{ accumulate: 1.5 }, ConfigError, /`accumulate` takes a whole number of batches from 1, but got 1.5/],
  [{ accumulate: 0 }, ConfigError, /from 1, but got 0/],
  [
    { accumulate: 9 },
    DataError,
    /34 samples to train on, fewer than one step of 9 batches of 4. Use `batchSize: 3`/,
  ],
])("refuses %o before anything is written", async (options, kind, message) => {
  const out = join(folder, "refused");
  const given = { ...small, data, encoder, method: mae(), batchSize: 4, accumulate: 4, out, ...options };
  const run = runUntil(0, given as Parameters<typeof runUntil>[1]);
  await expect(run).rejects.toThrow(kind);
  await expect(runUntil(0, given as Parameters<typeof runUntil>[1])).rejects.toThrow(message);
});
