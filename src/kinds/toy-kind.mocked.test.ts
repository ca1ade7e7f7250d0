import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

// A folder and a line: what adding a kind of data takes.
vi.mock("./registry.js", async (original) => {
  const { allKinds } = await original<typeof import("./registry.js")>();
  const { strands } = await import("./toy-kind.suite.js");
  return { allKinds: [strands, ...allKinds] };
});

const { evaluateRun } = await import("../evaluate/index.js");
const { embedRun, exportRun, findNeighbours } = await import("../export/index.js");
const { readRunConfig } = await import("../runs/index.js");
const { pretrain } = await import("../train/index.js");

let folder = "";
let data = "";

/** Two classes of strands: mostly A and C, or mostly G and T. */
function strand(i: number): string {
  const often = i % 2 === 0 ? "AC" : "GT";
  const letter = (k: number) =>
    (i * 7919 + k * 104729) % 11 < 9 ? often[(i + k * k) % 2] : "ACGT"[(i + k) % 4];
  return `${Array.from({ length: 12 }, (_, k) => letter(k)).join("")}\t${often}`;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-toy-kind-"));
  data = join(folder, "made.strands");
  await writeFile(data, Array.from({ length: 120 }, (_, i) => strand(i)).join("\n"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("a kind of data that is one folder and one line", () => {
  it("is recognised, trained on, evaluated beside its own plain features, embedded and searched", async () => {
    const run = join(folder, "run");
    const losses: number[] = [];
    for await (const event of pretrain({ data, out: run, steps: 12, batchSize: 16, threads: 1 }))
      if (event.type === "step") losses.push(event.loss);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    const config = await readRunConfig(run);
    expect(config.data).toMatchObject({ kind: "strands", strandLength: 16 });
    expect(config.augment).toEqual([{ name: "token-crop", options: {} }]);

    for await (const event of evaluateRun({ run, probes: ["knn"], budgets: ["all"], seeds: 1 })) {
      if (event.type !== "finished") continue;
      const { summary } = event.evaluation;
      expect(summary.map(({ arm, layer }) => [arm, layer])).toContainEqual(["plain", "counts of letters"]);
      for (const { mean } of summary) expect(mean).toBeGreaterThan(0.5);
    }

    const { query, neighbours, sheet } = await findNeighbours(run, data, { query: "ACCAACCAACAC", k: 3 });
    expect(query).toMatchObject({ index: null, line: "ACCAACCAACAC" });
    expect(neighbours.every(({ line }) => /^[ACGT]{12}$/.test(line ?? ""))).toBe(true);
    expect(sheet).toBeNull();
    await embedRun(run, data, { out: join(folder, "vectors.npy") });
    // Tokens that no tokenizer makes have no tokenizer.json.
    await expect(exportRun(run)).rejects.toThrow(
      "An export needs a run of texts, and this one is of strands.",
    );
  });

  it("goes on to the same bits", async () => {
    const options = { data, steps: 6, batchSize: 16, threads: 1, seed: 2 };
    const [whole, stopped] = [join(folder, "whole"), join(folder, "stopped")];
    const last = async (run: string, given: object, steps = 6) => {
      let loss = 0;
      for await (const event of pretrain({ ...given, out: run } as never)) {
        if (event.type !== "step") continue;
        loss = event.loss;
        if (event.step === steps) break;
      }
      return loss;
    };
    const loss = await last(whole, options);
    await last(stopped, { ...options, checkpointEvery: 2 }, 3);
    let resumed = 0;
    for await (const event of pretrain({ resume: stopped })) if (event.type === "step") resumed = event.loss;
    expect(resumed).toBe(loss);
  });

  it("refuses what is said of other kinds", async () => {
    const run = async () => {
      for await (const _ of pretrain({ data, size: 32, steps: 1, out: join(folder, "no") }));
    };
    await expect(run()).rejects.toThrow(/`size` is about pictures, and .*made\.strands is read as strands/);
  });
});
