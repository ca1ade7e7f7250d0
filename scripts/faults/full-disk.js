import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { differences, stateOf } from "./folder-state.js";
import { bothSets, layOut, writers, wrongAfterRefusal } from "./sets.js";
import { mountSmall, whyNoSmallDisk } from "./small-disk.js";
import { operationsOf, unlabel, wrongWithRefusal } from "./unlabel.js";

/**
 * Sets of files on a disk that is full: from one of the operations on files on, as a test can have it anywhere, and on a
 * small file system with too little room, as it is.
 */
export async function fullDisk({ folder, runs, times, random }) {
  const rows = [];
  const noDisk = whyNoSmallDisk();
  for (const writer of writers) {
    const sets = await bothSets(writer, folder, runs);
    const out = join(folder, `${writer.name} full`);
    layOut(sets, out);
    const operations = await operationsOf(writer.words(out, runs), join(folder, "count"), { room: true });
    const told = { refused: 0, written: 0, problems: [] };
    for (let time = 0; time < times; time++) {
      layOut(sets, out);
      const at = 1 + Math.floor(random() * operations);
      const ended = await unlabel(writer.words(out, runs), { fault: { kind: "full", at } });
      judge(`full from operation ${at} of ${operations} on`, ended, { out, sets, writer, told });
    }
    rows.push(["full disk, made up", writer.name, times, told]);
    if (noDisk === null)
      rows.push([
        "full disk, real",
        writer.name,
        times,
        await realDisk({ writer, sets, runs, times, random }),
      ]);
  }
  if (noDisk !== null) rows.push(["full disk, real", "all", 0, { skipped: noDisk }]);
  return rows;
}

async function realDisk({ writer, sets, runs, times, random }) {
  const told = { refused: 0, written: 0, problems: [] };
  for (let time = 0; time < times; time++) {
    const disk = mountSmall(1024);
    try {
      const out = join(disk.folder, "set");
      mkdirSync(out);
      layOut(sets, out);
      const left = Math.floor(random() * 24);
      disk.fill(left);
      const ended = await unlabel(writer.words(out, runs));
      judge(`a disk with ${left} KiB of room`, ended, { out, sets, writer, told });
    } finally {
      disk.remove();
    }
  }
  return told;
}

/** Where the disk is full once all is in place, the command may end well; else the old set is there as it was. */
function judge(what, ended, { out, sets, writer, told }) {
  const wrong =
    ended.code === 0
      ? differences(stateOf(out, writer.plain), sets.fresh).map((name) => `${name} is not the new one`)
      : [wrongWithRefusal(ended, [1]), ...wrongAfterRefusal(out, sets, writer.plain)];
  told[ended.code === 0 ? "written" : "refused"]++;
  for (const problem of wrong.filter((one) => one !== null)) told.problems.push(`${what}: ${problem}`);
  if (!existsSync(out)) told.problems.push(`${what}: the folder is gone`);
}
