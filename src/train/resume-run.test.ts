import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError, DataError } from "../errors.js";
import { readJsonl } from "../formats/index.js";
import { checkpointPaths, openRun, runFolder } from "../runs/index.js";
import { readSeen } from "../samples/index.js";
import { runUntil, small, warningsIn, writeStripes } from "./made-stripes.suite.js";
import { pretrain } from "./pretrain.js";

let folder: string;
let data: string;
let run: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-resume-run-"));
  data = await writeStripes(folder);
  run = join(folder, "run");
});
afterEach(() => rm(folder, { recursive: true }));

async function lastCheckpoint(of = run): Promise<Buffer> {
  return readFile((await checkpointPaths(runFolder(of).checkpoints))[0]!);
}
/** Changes the settings on purpose: with the digest taken out. */
async function settle(change: (held: Record<string, never> & { data: object }) => void): Promise<void> {
  const path = join(run, "config.json");
  const held = JSON.parse(await readFile(path, "utf8"));
  change(held);
  delete held.sha256;
  await writeFile(path, JSON.stringify(held));
}

describe("one process a run", () => {
  it("a run that is going on is not resumed by another process, nor by this one; readers are not kept out", async () => {
    const events = pretrain({ ...small, data, out: run });
    for await (const event of events) {
      if (event.type !== "step") continue;
      const second = runUntil(0, { resume: run });
      await expect(second).rejects.toThrow(CheckpointError);
      await expect(second).rejects.toThrow(/is being trained by this process since .* return\(\)/);
      await expect(runUntil(0, { ...small, data, out: run })).rejects.toThrow(/holds a run already/);
      expect((await openRun(run)).checkpoint.step).toBeLessThan(2);
      break;
    }
    expect(existsSync(join(run, "run.lock"))).toBe(false);
    const lock = (owner: object) =>
      writeFile(join(run, "run.lock"), JSON.stringify({ started: null, since: "2026-01-01", ...owner }));
    await lock({ host: hostname(), pid: process.ppid });
    await expect(runUntil(0, { resume: run })).rejects.toThrow(
      `The run ${run} is being trained by process ${process.ppid} since 2026-01-01, and two would destroy each other's record. Wait until it has ended, or stop it`,
    );
    await lock({ host: "elsewhere", pid: 1 });
    await expect(runUntil(0, { resume: run })).rejects.toThrow(
      `on the machine elsewhere since 2026-01-01, which cannot be seen from here. Wait until it has ended; if it is not running any more, delete ${join(run, "run.lock")}.`,
    );
    await rm(join(run, "run.lock"));
    expect((await runUntil(0, { resume: run })).at(-1)?.type).toBe("finished");
    expect(existsSync(join(run, "run.lock"))).toBe(false);
  });

  it("a run that was refused leaves no lock", async () => {
    await runUntil(2, { ...small, data, out: run });
    await writeStripes(folder, { phase: 1 });
    await expect(runUntil(0, { resume: run })).rejects.toThrow(DataError);
    expect(existsSync(join(run, "run.lock"))).toBe(false);
  });
});

describe("what a run goes on from", () => {
  it("the checkpoint before, with a warning, where a bit of the newest has changed: to the same bits", async () => {
    const whole = join(folder, "whole");
    await runUntil(0, { ...small, data, out: whole });
    await runUntil(3, { ...small, data, out: run });
    const [newest] = await checkpointPaths(runFolder(run).checkpoints);
    const bytes = await readFile(newest!);
    const at =
      bytes.indexOf('"batchInEpoch":"0"') >= 0
        ? bytes.indexOf('"batchInEpoch":"0"')
        : bytes.indexOf('"batchInEpoch":"');
    bytes[at + '"batchInEpoch":"'.length]! ^= 1;
    await writeFile(newest!, bytes);
    const told = warningsIn(await runUntil(0, { resume: run, checkpointEvery: 1 }));
    expect(told).toContainEqual(
      expect.stringMatching(/is damaged: .* Using step-00000002\.safetensors instead/),
    );
    expect((await lastCheckpoint()).equals(await lastCheckpoint(whole))).toBe(true);
    expect(existsSync(`${newest}.damaged`)).toBe(true);
  });

  it("other settings only where a person took the digest out, and only possible ones", async () => {
    await runUntil(2, { ...small, data, out: run });
    const path = join(run, "config.json");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace('"seed": 0', '"seed": 1'));
    await expect(runUntil(0, { resume: run })).rejects.toThrow(/is not what it was when the run began/);
    await writeFile(path, text);
    await settle((held) => Object.assign(held, { batchSize: 2147483647 }));
    await expect(runUntil(0, { resume: run })).rejects.toThrow(
      /has 24 samples to train on, fewer than the batch of 2147483647 that the run's config\.json asks for/,
    );
    await settle((held) => Object.assign(held, { batchSize: 8, data: { ...held.data, holdout: 24 } }));
    await expect(runUntil(0, { resume: run })).rejects.toThrow(/24 samples, and 24 are to be held out/);
    await settle((held) => Object.assign(held, { seed: 1, data: { ...held.data, holdout: 0 } }));
    await runUntil(0, { resume: run });
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ seed: 1, sha256: expect.any(String) });
  });
});

describe("the samples of a run", () => {
  it("are unknown, in a sentence, where seen.bin is missing, empty or damaged", async () => {
    const seen = join(run, "seen.bin");
    await runUntil(2, { ...small, data, out: run });
    const whole = await readFile(seen);
    const unknown: string[] = [];
    const read = () => readSeen(run, null, (message) => unknown.push(message));
    expect(await read()).toHaveLength(24);
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 381), Buffer.from(whole).fill(1, 300, 301)]) {
      await writeFile(seen, bytes);
      expect(await read()).toBeNull();
      expect(unknown.pop()).toMatch(
        /It is not known which samples .* was trained on, .*seen\.bin is damaged, or of another version/,
      );
      const told = warningsIn(await runUntil(3, { resume: run }));
      expect(told).toContainEqual(expect.stringMatching(/seen\.bin is .* those that are there now count/));
      expect(existsSync(`${seen}.damaged`)).toBe(true);
      expect((await readFile(seen)).equals(whole)).toBe(true);
    }
    await rm(seen);
    expect(await read()).toBeNull();
    expect(unknown.pop()).toMatch(/seen\.bin cannot be used: it does not exist/);
    expect(warningsIn(await runUntil(3, { resume: run }))).toContainEqual(
      expect.stringMatching(/does not exist\. So it is not known/),
    );
  });

  it("may move: where to is said with data, and the run ends with the same bits", async () => {
    const whole = join(folder, "whole");
    await runUntil(0, { ...small, data, out: whole });
    await runUntil(2, { ...small, data, out: run });
    await mkdir(join(folder, "other"));
    const other = await writeStripes(join(folder, "other"), { phase: 1 });
    const moved = join(folder, "moved-images-idx3-ubyte");
    await rename(data, moved);
    await expect(runUntil(0, { resume: run })).rejects.toThrow(
      `The pictures of ${run} were in ${data}, and there is nothing there any more: put them back, or say where they are now with \`data\`.`,
    );
    await expect(runUntil(0, { resume: run, data: other })).rejects.toThrow(
      /are not those that the run .* began with: 24 of the 24 are not what they were/,
    );
    await expect(runUntil(0, { resume: run, data: join(folder, "none") })).rejects.toThrow(/does not exist/);
    await runUntil(3, { resume: run, data: moved });
    await runUntil(0, { resume: run });
    expect((await lastCheckpoint()).equals(await lastCheckpoint(whole))).toBe(true);
    await expect(runUntil(0, { resume: run, pair: moved })).rejects.toThrow(
      /no second source that could have moved/,
    );
    await expect(runUntil(0, { resume: run, labels: moved })).rejects.toThrow(
      /no file of labels that could have/,
    );
  });

  it("are told from fewer and more, and from one that was changed", async () => {
    await runUntil(2, { ...small, data, out: run });
    const bytes = await readFile(data);
    bytes[bytes.length - 1]! ^= 255;
    await writeFile(data, bytes);
    await expect(runUntil(0, { resume: run })).rejects.toThrow(/1 of the 24 is not what it was/);
    await writeStripes(folder, { count: 25 });
    await expect(runUntil(0, { resume: run })).rejects.toThrow(/there were 24 then, and there are 25 now/);
  });
});

describe("a run that is lengthened", () => {
  const rates = async () =>
    (await readJsonl(join(run, "metrics.jsonl")))
      .filter(({ type }) => type === "step")
      .map(({ learningRate }) => Number(learningRate));

  it("goes on from its last step along the schedule of the longer run, says so and keeps it", async () => {
    await runUntil(0, { ...small, data, out: run });
    const [short, before] = [await rates(), await openRun(run)];
    const events = await runUntil(6, { resume: run, steps: 8 });
    expect(warningsIn(events)).toEqual([expect.stringMatching(/goes on to 8 steps instead of 4/)]);
    expect(events.find(({ type }) => type === "step")).toMatchObject({ step: 5 });
    // Stopped, and asked for as many again, or for none: it is as long as it was made.
    expect(warningsIn(await runUntil(7, { resume: run, steps: 8 }))).toEqual([]);
    expect((await runUntil(0, { resume: run })).at(-1)).toMatchObject({ type: "finished", step: 8 });
    const { config, checkpoint } = await openRun(run);
    expect([config.steps, config.lengthened, checkpoint.step]).toEqual([8, [{ at: 4, from: 4 }], 8]);
    expect(before.config.lengthened).toBeUndefined();

    const all = await rates();
    expect(all.slice(0, 4)).toEqual(short);
    const whole = join(folder, "whole");
    await runUntil(0, { ...small, steps: 8, data, out: whole });
    const longer = (await readJsonl(join(whole, "metrics.jsonl")))
      .filter(({ type }) => type === "step")
      .map(({ learningRate }) => Number(learningRate));
    expect(all.slice(4)).toEqual(longer.slice(4));
    expect(all[4]).toBeGreaterThan(all[3]!);
  });

  it("is not shortened, and a run that has done nothing is one of so many steps", async () => {
    await runUntil(2, { ...small, data, out: run });
    await expect(runUntil(0, { resume: run, steps: 3 })).rejects.toThrow(/has 4 steps, .* `steps` is 3/);
    const fresh = join(folder, "fresh");
    await runUntil(1, { ...small, data, out: fresh, checkpointEvery: 100 });
    for (const path of await checkpointPaths(runFolder(fresh).checkpoints))
      if (!path.includes("00000000")) await rm(path);
    expect(warningsIn(await runUntil(1, { resume: fresh, steps: 6 }))).toEqual([]);
    const { config } = await openRun(fresh);
    expect([config.steps, config.lengthened]).toEqual([6, undefined]);
  });
});
