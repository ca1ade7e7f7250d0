import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { resolveRun } from "../settle/index.js";
import { prepareTraining } from "./index.js";
import { small, writeStripes } from "./made-stripes.suite.js";

it("compiles what watches a run when it is first asked, and once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "unlabel-training-"));
  const { config, source } = await resolveRun({ ...small, data: await writeStripes(folder) });
  const training = await prepareTraining(config, source);
  const compiled: (string | undefined)[] = [];
  const { load } = training.engine;
  training.engine.load = (program, options) => {
    compiled.push(options.name);
    return load(program, options);
  };
  const images = new Uint8Array(config.batchSize * 12 * 12);
  for (let look = 0; look < 2; look++) {
    const { embedding } = await training.encode.run({ images });
    expect(embedding).toHaveLength(config.batchSize * training.dimensions);
  }
  expect(compiled).toEqual(["encode"]);
  await expect(training.monitor.run({})).rejects.toThrow(/Input \S+ of .* got none/);
  expect(compiled).toEqual(["encode", "monitor"]);
  await training.dispose();
  await rm(folder, { recursive: true });
});
