#!/usr/bin/env node
/**
 * Disks that are full, folders that may not be written to, files that may not be read: what the command line does then.
 *
 *   npm run build && node scripts/faults.js [--times 4] [--seed 1] [--only full-disk,permissions]
 *
 * Files that belong together must be all as they were, or all new, with nothing beside them; a refusal is one sentence;
 * a run goes on to the same bits once there is room. "Made up": every write from some operation on files on fails, as on
 * a full disk, which can be had anywhere; "real": a small file system in memory, where it may be mounted. Ends with a
 * table; exits 1 when anything is wrong.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fullCache } from "./faults/full-cache.js";
import { fullDisk } from "./faults/full-disk.js";
import { fullResults } from "./faults/full-results.js";
import { fullRun } from "./faults/full-run.js";
import { permissions } from "./faults/permissions.js";
import { randomOf } from "./faults/random.js";
import { twoRuns } from "./faults/sets.js";
import { table } from "./faults/table.js";

const parts = {
  "full-disk": fullDisk,
  "full-run": fullRun,
  "full-cache": fullCache,
  "full-results": fullResults,
  permissions,
};
const names = Object.keys(parts);
const { values } = parseArgs({
  options: {
    times: { type: "string", default: "4" },
    seed: { type: "string", default: "1" },
    only: { type: "string", default: names.join() },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`Usage: node scripts/faults.js [options]

  --times N      full disks of each kind a command meets (4)
  --seed N       other moments and sizes for another one (1)
  --only NAMES   of ${names.join(", ")}
  --help         this

  node scripts/faults.js --times 4 --seed 1
  node scripts/faults.js --only permissions`);
  process.exit();
}

const folder = mkdtempSync(join(tmpdir(), "unlabel-faults-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const runs = await twoRuns(folder);
const rows = [];
for (const [i, name] of names.entries()) {
  if (!values.only.split(",").includes(name)) continue;
  const own = join(folder, name);
  mkdirSync(own);
  const random = randomOf(100 * Number(values.seed) + i);
  rows.push(...(await parts[name]({ folder: own, runs, times: Number(values.times), random })));
  console.error(`${name} is done`);
}
for (const [fault, command, , { problems = [] }] of rows)
  for (const problem of problems) console.error(`WRONG: ${fault}, ${command}: ${problem}`);
console.log(
  table([
    ["fault", "command", "times", "refused", "done all the same", "wrong"],
    ...rows.map(([fault, command, times, { skipped, refused, written, problems }]) =>
      skipped === undefined
        ? [fault, command, times, refused, written, problems.length]
        : [fault, command, times, `skipped: ${skipped}`, "", ""],
    ),
  ]),
);
if (rows.length === 0 || rows.some(([, , , { problems = [] }]) => problems.length > 0)) process.exitCode = 1;
