import { closeSync, existsSync, openSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { latestCheckpoint } from "../../src/runs/index.js";
import { pictures, program, tiny, workplace } from "./command-line.suite.js";

const folder = workplace();
const sentence = "Error: The results could not be written to stdout: the disk is full, so make room";

beforeAll(() => pictures(join(folder, "photos"), 12));

/** Runs with stdout on a device that has no room, as a full disk has none. */
async function onFullDisk(words: string) {
  const full = openSync("/dev/full", "w");
  try {
    return await program(folder, words, undefined, full);
  } finally {
    closeSync(full);
  }
}

describe.skipIf(!existsSync("/dev/full"))("results that cannot be written", () => {
  it("end a command with 1 and one sentence", async () => {
    for (const words of ["list encoders", "list --json", "--help"]) {
      const { code, stderr } = await onFullDisk(words);
      expect(stderr).toContain(sentence);
      expect(stderr.trim().split("\n")).toHaveLength(1);
      expect(code).toBe(1);
    }
  });

  it("end a run when it is saved, and say how it goes on", async () => {
    const { code, stderr } = await onFullDisk(`pretrain photos ${tiny} --steps 5000 --out a-run --json`);
    expect(stderr).toContain(sentence);
    expect(stderr).toContain("Everything is saved. Continue with:\n  unlabel pretrain --resume a-run\n");
    expect(stderr.match(/^Error: /gm)).toHaveLength(1);
    expect(code).toBe(1);
    const { step } = await latestCheckpoint(join(folder, "a-run", "checkpoints"));
    expect(step).toBeLessThan(5000);
  });
});
