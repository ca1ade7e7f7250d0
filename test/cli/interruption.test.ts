import { type ChildProcess, execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { pictures, program, tiny, unlabel, workplace } from "./command-line.suite.js";

const folder = workplace();
const run = `pretrain photos ${tiny} --steps 150 --checkpoint-every 1000`;
const last = (name: string) => {
  const path = join(folder, name, "checkpoints");
  return readFileSync(join(path, readdirSync(path).sort().at(-1)!));
};
/** Calls back when the run's first steps are done. */
const onceRunning = (name: string, then: (child: ChildProcess) => void) => (child: ChildProcess) => {
  const timer = setInterval(() => {
    const metrics = join(folder, name, "metrics.jsonl");
    if (!existsSync(metrics) || readFileSync(metrics, "utf8").split("\n").length < 3) return;
    clearInterval(timer);
    then(child);
  }, 20);
  child.on("close", () => clearInterval(timer));
};

beforeAll(async () => {
  await pictures(join(folder, "photos"), 24);
  await unlabel(folder, `${run} --out undisturbed`);
});

describe("an interrupted run", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "finishes the step and saves on %s; resumed, it ends the same",
    async (signal) => {
      const name = signal.toLowerCase();
      const stopped = await program(
        folder,
        `${run} --out ${name}`,
        onceRunning(name, (child) => child.kill(signal)),
      );
      expect(stopped.code, stopped.stderr).toBe(130);
      expect(stopped.stderr).toContain(`Continue with:\n  unlabel pretrain --resume ${name}\n`);
      const resumed = await unlabel(folder, `pretrain --resume ${name} --checkpoint-every 1000`);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(resumed.stderr).toMatch(/Continuing after step \d+\./);
      expect(last(name)).toEqual(last("undisturbed"));
    },
  );

  it("leaves at once on a second Ctrl-C", async () => {
    const words = "pretrain mnist --limit 2048 --batch-size 1024 --steps 50 --threads 1 --out twice --json";
    const { code, stdout, stderr } = await program(folder, words, (child) => {
      child.stdout?.once("data", () => {
        // While the first step is under way, which takes longer than the time between the two.
        child.kill("SIGINT");
        setTimeout(() => child.kill("SIGINT"), 300);
      });
    });
    expect(code, stderr).toBe(130);
    expect(stderr).toContain("press Ctrl-C again to leave at once");
    expect(stdout).not.toContain("interrupted");
  });
});

describe("a killed run", () => {
  it("resumes to the same bits and the same record", async () => {
    const script = fileURLToPath(new URL("../../scripts/kill-and-resume.js", import.meta.url));
    const words = ["--only", "pretrain", "--kills", "2", "--steps", "20", "--seed", "3"];
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...words]);
    expect(stdout).toMatch(
      /^\| pretrain \| 2 \| same tensors, same rows .* [12] resumed it\) \| 0 \| 0 \|$/m,
    );
  });
});
