import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CheckpointError } from "../errors.js";
import { encodeSafetensors, readSealed, writeSealed } from "../formats/index.js";
import { checkpointPaths, readCheckpoint, writeCheckpoint } from "./checkpoint.js";
import { latestCheckpoint, setAsideAfter } from "./latest-checkpoint.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "unlabel-checkpoint-"));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (step: number) =>
  writeCheckpoint(folder, {
    step,
    position: { epoch: 1, batchInEpoch: 5 },
    method: "simclr",
    state: [{ name: "w", dtype: "float32", shape: [2], data: Float32Array.of(step, 2) }],
  });

/** Writes the file again with other metadata, as whole as before or with the digest it had. */
async function rewrite(path: string, change: Record<string, string>, { resealed }: { resealed: boolean }) {
  const { tensors, metadata } = await readSealed(path);
  if (resealed) return writeSealed(path, tensors, { ...metadata, ...change });
  const header = await readFile(path, "latin1");
  const sha256 = /"sha256":"([0-9a-f]{64})"/.exec(header)?.[1] ?? "";
  return writeFile(path, encodeSafetensors(tensors, { ...metadata, sha256, ...change }));
}

async function newest(): Promise<{ step: number | null; told: string[]; error: CheckpointError | null }> {
  const told: string[] = [];
  try {
    return {
      step: (await latestCheckpoint(folder, (message) => told.push(message))).step,
      told,
      error: null,
    };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return { step: null, told, error };
  }
}

describe("a checkpoint", () => {
  it("comes back, and only the newest are kept", async () => {
    for (const step of [9, 10, 11]) await write(step);
    expect((await checkpointPaths(folder)).map((path) => basename(path))).toEqual([
      "step-00000011.safetensors",
      "step-00000010.safetensors",
    ]);
    expect(await readCheckpoint((await checkpointPaths(folder))[0]!)).toMatchObject({
      step: 11,
      method: "simclr",
      position: { epoch: 1, batchInEpoch: 5 },
      state: [{ name: "w", dtype: "float32", shape: [2], data: Float32Array.of(11, 2) }],
    });
  });

  it.each([
    ["a bit of batchInEpoch", { batchInEpoch: "4" }],
    ["a bit of the epoch", { epoch: "0" }],
    ["a bit of the step", { step: "10" }],
    ["the method", { method: "simclq" }],
    ["the digest", { sha256: "0".repeat(64) }],
    ["the format, beyond recognition", { format: "unlabel-checkpoinT-2" }],
  ])("is passed over, with a word, where %s has changed", async (_, change) => {
    await write(10);
    await rewrite(await write(11), change, { resealed: false });
    const { step, told } = await newest();
    expect(step).toBe(10);
    expect(told).toEqual([
      expect.stringMatching(/step-00000011.* Using step-00000010.safetensors instead\.$/),
    ]);
  });

  it("without a digest is damaged", async () => {
    const path = await write(11);
    const { tensors, metadata } = await readSealed(path);
    await writeFile(path, encodeSafetensors(tensors, metadata));
    expect((await newest()).error?.message).toMatch(/None of the checkpoints .* is damaged: its contents/);
  });

  it("of a newer version is neither passed over nor called damaged", async () => {
    await write(10);
    await rewrite(await write(11), { format: "unlabel-checkpoint-7" }, { resealed: true });
    const { error } = await newest();
    expect(error?.message).toMatch(
      /step-00000011.safetensors is of format 7, and this version of unlabel reads format 2: .* so update unlabel\.$/,
    );
    await rewrite(
      (await checkpointPaths(folder))[0]!,
      { format: "unlabel-checkpoint-8" },
      { resealed: false },
    );
    expect((await newest()).error?.message).toMatch(
      /update unlabel\. If no newer one was used here, .* move it away/,
    );
  });

  it("of an earlier version says so, and is used by nobody", async () => {
    await rewrite(await write(10), { format: "unlabel-checkpoint-1" }, { resealed: false });
    expect((await newest()).error?.message).toMatch(
      /None of the checkpoints .* is of format 1, .* written by an earlier version/,
    );
    await write(9);
    expect(await newest()).toMatchObject({
      step: 9,
      told: [expect.stringMatching(/format 1.* Using step-00000009/)],
    });
  });

  it("that is no file, or no checkpoint at all, is passed over", async () => {
    await write(10);
    const path = join(folder, "step-00000012.safetensors");
    await writeFile(path, encodeSafetensors([], { made: "elsewhere" }));
    expect((await newest()).told).toEqual([expect.stringContaining("no checkpoint of a run")]);
    await writeFile(path, "");
    expect((await newest()).told).toEqual([expect.stringContaining("cut short: expected 8 bytes, found 0")]);
    await writeFile(path, `{"w":${'{"a":'.repeat(20_000)}`);
    expect(await newest()).toMatchObject({ step: 10 });
  });

  it("that was lost is put aside once a run goes on from the one before", async () => {
    await write(10);
    const lost = await write(11);
    await writeFile(lost, "");
    await setAsideAfter(folder, await latestCheckpoint(folder));
    expect(existsSync(`${lost}.damaged`)).toBe(true);
    expect(await newest()).toMatchObject({ step: 10, told: [] });
  });
});
