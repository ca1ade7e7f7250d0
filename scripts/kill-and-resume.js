#!/usr/bin/env node
/**
 * Kills commands with SIGKILL at random moments, and does the same again: what was written before must be whole, and the
 * end must be that of a life that nobody disturbed.
 *
 *   npm run build && node scripts/kill-and-resume.js [--kills 10] [--seed 1] [--only pretrain,export]
 *   node scripts/kill-and-resume.js --only pretrain --kills 30 --steps 400
 *
 * A moment is an operation on files (opening, writing, flushing, renaming, removing), counted in an undisturbed life; a
 * write is done by half before the kill. Runs are killed at random times as well. The last line is a table; exits 1
 * when anything differs.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { randomOf } from "./faults/random.js";
import { twoRuns, writers } from "./faults/sets.js";
import { table } from "./faults/table.js";
import { killCompare } from "./kill-and-resume/compare.js";
import { killPretrain } from "./kill-and-resume/pretrain.js";
import { killWrittenOnce } from "./kill-and-resume/written-once.js";

const names = ["pretrain", "evaluate", "compare", "embed", "export"];
const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "10" },
    seed: { type: "string", default: "1" },
    steps: { type: "string", default: "120" },
    only: { type: "string", default: names.join() },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`Usage: node scripts/kill-and-resume.js [options]

  --kills N      of each command (10)
  --seed N       other moments for another one (1)
  --steps N      of the run that is killed (120)
  --only NAMES   of ${names.join(", ")}
  --help         this

  node scripts/kill-and-resume.js --kills 10 --seed 1
  node scripts/kill-and-resume.js --only export --kills 50`);
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), "unlabel-kill-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
// Made for the first that writes something of them.
let made;
const writtenOnce = async (name, given) => {
  made ??= twoRuns(folder);
  const writer = writers.find((one) => one.name === name);
  return killWrittenOnce(writer, { ...given, runs: await made });
};
const parts = {
  pretrain: (given) =>
    killPretrain({
      ...given,
      words: [
        ...["pretrain", "mnist", "--encoder", "convnet", "--encoder.widths", "8,16", "--limit", "2000"],
        ...["--batch-size", "64", "--steps", values.steps, "--threads", "2"],
      ],
    }),
  evaluate: (given) => writtenOnce("evaluate", given),
  compare: (given) =>
    killCompare({
      ...given,
      words: (out) => [
        ...["compare", "mnist", "--limit", "300", "--methods", "simclr,byol", "--budget", "2epochs"],
        ...["--seeds", "1", "--train-limit", "200", "--test-limit", "100", "--encoder", "mlp"],
        ...["--encoder.widths", "16", "--batch-size", "50", "--threads", "1", "--out", out],
      ],
    }),
  embed: (given) => writtenOnce("embed .npy", given),
  export: (given) => writtenOnce("export", given),
};

const rows = [];
for (const [i, name] of names.entries()) {
  if (!values.only.split(",").includes(name)) continue;
  const random = randomOf(100 * Number(values.seed) + i);
  const row = await parts[name]({ folder, kills: Number(values.kills), random });
  rows.push(row);
  console.error(`${name}: ${row.kills} kills, ${row.problems.length} problems`);
  for (const problem of row.problems) console.error(`  DIFFERS: ${problem}`);
}
console.log(
  table([
    ["command", "kills", "found", "files left", "problems"],
    ...rows.map(({ name, kills, found, left, problems }) => [name, kills, found, left, problems.length]),
  ]),
);
if (rows.length === 0 || rows.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
