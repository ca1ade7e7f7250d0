import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PretrainOptions, pretrain, type ResumeOptions } from "unlabel";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** Each example runs as it stands, in a folder of its own, with a package that takes few digits and steps, in small batches. */
vi.mock("unlabel", async (original) => {
  const unlabel = await original<typeof import("unlabel")>();
  return {
    ...unlabel,
    pretrain: (options: PretrainOptions | ResumeOptions) =>
      unlabel.pretrain("resume" in options ? options : { ...options, limit: 512, steps: 10, batchSize: 32 }),
    openForRun: ((config, data, options) =>
      unlabel.openForRun(config, data, { ...options, limit: 512 })) satisfies typeof unlabel.openForRun,
    embedRun: ((run, data, options) =>
      unlabel.embedRun(run, data, { ...options, limit: 512 })) satisfies typeof unlabel.embedRun,
    findNeighbours: ((run, data, options) =>
      unlabel.findNeighbours(run, data, { ...options, limit: 512 })) satisfies typeof unlabel.findNeighbours,
  };
});

const folder = mkdtempSync(join(tmpdir(), "unlabel-examples-"));
const before = process.cwd();

beforeAll(() => {
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** What an example prints. */
async function printed(example: () => Promise<unknown>): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    await example();
    return log.mock.calls.map(([line]) => String(line)).join("\n");
  } finally {
    log.mockRestore();
  }
}

describe("examples", () => {
  it("are short", () => {
    for (const file of readdirSync(import.meta.dirname).filter((name) => !name.includes(".test."))) {
      const lines = readFileSync(join(import.meta.dirname, file), "utf8")
        .trimEnd()
        .split("\n");
      expect(lines.length, file).toBeLessThanOrEqual(40);
    }
  });

  it("quick start: pretrains and names digits by their neighbours", { timeout: 120_000 }, async () => {
    const text = await printed(() => import("./quick-start.js"));
    expect(text).toMatch(/step 10: loss \d+\.\d{3}/);
    const percent = Number(/name ([\d.]+) %/.exec(text)?.[1]);
    expect(percent).toBeGreaterThan(40); // chance is about 10
  });

  it("embed and search: writes vectors and finds neighbours", { timeout: 60_000 }, async () => {
    const text = await printed(() => import("./embed-and-search.js"));
    expect(text).toContain("512 vectors of 256 numbers in digits.npy");
    expect(text.match(/^ {2}test\/\d+ \(\d\) [01]\.\d{3}$/gm)).toHaveLength(5);
  });

  it("own loss: falls to nothing", async () => {
    const losses = [...(await printed(() => import("./own-loss.js"))).matchAll(/loss (\S+)/g)].map(([, x]) =>
      Number(x),
    );
    expect(losses).toHaveLength(5);
    expect(losses[0]).toBeGreaterThan(1e-2);
    expect(losses[4]).toBeLessThan(1e-5);
  });

  it("own method: trains, and its run opens again", { timeout: 120_000 }, async () => {
    const text = await printed(() => import("./own-method.js"));
    expect(text).toMatch(/step 10: loss -\d+\.\d{3}/);
    expect(text).toMatch(/align-uniform: layers .*embedding.* after 10 steps/);
  });

  it("own method: a run goes on only with the method it was made with", async () => {
    const { alignUniform } = await import("./own-method.js");
    const resume = (options: object) => pretrain({ resume: "runs/own-method", ...options }).next();
    await expect(resume({})).rejects.toThrow(/no method called align-uniform.*give it again/);
    await expect(resume({ method: alignUniform() })).rejects.toThrow(/"weight":0.5.*"weight":1/);
    const events = pretrain({ resume: "runs/own-method", method: alignUniform });
    expect((await events.next()).value).toMatchObject({ type: "started", step: 10 });
    await events.return();
  });
});
