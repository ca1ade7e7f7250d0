import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compareRuns } from "../kill-and-resume/pretrain.js";
import { leftIn } from "./folder-state.js";
import { mountSmall, whyNoSmallDisk } from "./small-disk.js";
import { operationsOf, unlabel, wrongWithRefusal } from "./unlabel.js";

/** A run whose disk fills up is refused in a sentence; with room again it goes on to the same bits. */
export async function fullRun({ folder, times, random }) {
  const words = [
    ...["pretrain", "mnist", "--encoder", "convnet", "--encoder.widths", "8,16", "--limit", "600"],
    ...["--batch-size", "32", "--steps", "30", "--threads", "1", "--checkpoint-every", "5"],
  ];
  const undisturbed = join(folder, "full-undisturbed");
  const operations = await operationsOf([...words, "--out", undisturbed], join(folder, "count"), {
    room: true,
  });
  const made = { refused: 0, written: 0, problems: [] };
  for (let time = 0; time < times; time++) {
    const run = join(folder, "full-run");
    rmSync(run, { recursive: true, force: true });
    const at = 1 + Math.floor(random() * operations);
    const what = `full from operation ${at} of ${operations} on`;
    const ended = await unlabel([...words, "--out", run], { fault: { kind: "full", at } });
    await judge({ what, ended, run, undisturbed, words, told: made });
  }
  const rows = [["full disk, made up", "pretrain", times, made]];
  const noDisk = whyNoSmallDisk();
  if (noDisk !== null) return [...rows, ["full disk, real", "pretrain", 0, { skipped: noDisk }]];
  const real = { refused: 0, written: 0, problems: [] };
  for (let time = 0; time < times; time++) {
    const disk = mountSmall(4096);
    try {
      const run = join(disk.folder, "run");
      const left = Math.floor(random() * 500);
      disk.fill(left);
      const ended = await unlabel([...words, "--out", run]);
      rmSync(join(disk.folder, "filler"));
      const what = `a disk with ${left} KiB of room`;
      await judge({ what, ended, run, undisturbed, words, told: real });
    } finally {
      disk.remove();
    }
  }
  return [...rows, ["full disk, real", "pretrain", times, real]];
}

async function judge({ what, ended, run, undisturbed, words, told }) {
  told[ended.code === 0 ? "written" : "refused"]++;
  const wrong = ended.code === 0 ? null : wrongWithRefusal(ended, [1]);
  const problems = wrong === null ? [] : [wrong];
  const isRun = existsSync(join(run, "config.json"));
  const again = isRun ? ["pretrain", "--resume", run, "--checkpoint-every", "5"] : [...words, "--out", run];
  const last = await unlabel(again);
  if (last.code !== 0) problems.push(`could not go on: ${last.stderr.trim()}`);
  else problems.push(...compareRuns(undisturbed, run), ...leftIn(run).map((file) => `${file} is left`));
  for (const problem of problems) told.problems.push(`${what}: ${problem}`);
}
