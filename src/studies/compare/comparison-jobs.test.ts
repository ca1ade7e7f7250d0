import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Encoder, mlp } from "../../encoders/index.js";
import { inlineEngine } from "../../engine/index.js";
import { type Method, simclr } from "../../methods/index.js";
import { concat } from "../../tensor/index.js";
import { resultOf } from "./comparison-job.js";
import { jobsOf } from "./comparison-jobs.js";
import { makePictures } from "./made-pictures.suite.js";
import { type Prepared, prepareComparison } from "./prepare-comparison.js";

/** Two encoders of one kind, one after the other. */
const twice = (encoder: Encoder): Encoder => ({
  ...encoder,
  apply(scope, x, options) {
    const [a, b] = ["a", "b"].map((name) => encoder.apply(scope.child(name), x, options).embedding);
    return { embedding: concat([a!, b!], 1), layers: new Map() };
  },
});
const towers: Method = { ...simclr(), name: "towers", encoder: twice };

let folder = "";
let prepared: Prepared;
const options = () => ({ out: join(folder, "out"), data: "", encoder: mlp({ widths: [8, 4] }) });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-jobs-"));
  prepared = await prepareComparison({
    ...{ ...options(), data: await makePictures(folder), methods: [simclr(), towers] },
    ...{ budget: "1epochs", seeds: 1, baselineSeeds: 2, batchSize: 20, threads: 1 },
  });
});
afterAll(async () => {
  await prepared.data.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the results of a comparison", () => {
  it("are baselines, one of its own for a method that makes another encoder, then each arm", () => {
    expect(jobsOf(prepared).map(({ name, seed }) => `${name} ${seed}`)).toEqual([
      "raw pixels 0",
      "untrained encoder 0",
      "untrained encoder of towers 0",
      "untrained encoder 1",
      "untrained encoder of towers 1",
      "simclr 0",
      "towers 0",
    ]);
  });

  it("judge that encoder untrained, with the width that it has", async () => {
    const engine = inlineEngine();
    const judged = async (name: string) => {
      const job = jobsOf(prepared).find((one) => one.name === name)!;
      return (await resultOf(job, prepared, options(), () => engine).next()).value;
    };
    expect(await judged("untrained encoder")).toMatchObject({ kind: "untrained", dimensions: 4 });
    expect(await judged("untrained encoder of towers")).toMatchObject({
      ...{ type: "result", kind: "untrained", name: "untrained encoder of towers", seed: 0 },
      dimensions: 8,
    });
    await engine.dispose();
  });
});
