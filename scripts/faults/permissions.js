import { chmodSync, cpSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { bothSets, layOut, writers, wrongAfterRefusal } from "./sets.js";
import { mountSmall, whyNoSmallDisk } from "./small-disk.js";
import { unlabel, wrongWithRefusal } from "./unlabel.js";

/** Whoever may do everything is refused nothing: their commands run as nobody. */
const isRoot = process.getuid?.() === 0;
const nobody = 65534;
const user = isRoot ? { uid: nobody } : {};

/** Folders that may not be written to, and files of a run that may not be read: a sentence, and nothing changed. */
export async function permissions({ folder, runs }) {
  if (process.platform === "win32")
    return [["permission", "all", 0, { skipped: "there are none on Windows" }]];
  // Others may come here and look, so that nothing but what is meant refuses them.
  open(join(folder, ".."));
  const rows = [];
  const noDisk = whyNoSmallDisk();
  for (const writer of writers) {
    const sets = await bothSets(writer, folder, runs);
    const out = join(folder, `${writer.name} protected`);
    layOut(sets, out);
    protect(out);
    rows.push([
      "read-only folder",
      writer.name,
      1,
      await refusedThere({ writer, sets, runs, out, options: user }),
    ]);
    protect(out, true);
    if (noDisk !== null) continue;
    const disk = mountSmall(1024);
    const there = join(disk.folder, "set");
    mkdirSync(there);
    layOut(sets, there);
    disk.protect();
    rows.push(["read-only disk", writer.name, 1, await refusedThere({ writer, sets, runs, out: there })]);
    disk.remove();
  }
  if (noDisk !== null) rows.push(["read-only disk", "all", 0, { skipped: noDisk }]);
  rows.push(["read-only folder", "pretrain", 1, await refusedRun(join(folder, "no-runs"))]);
  for (const [name, word] of [
    ["config.json", "config.json"],
    ["checkpoints", "checkpoint"],
  ])
    rows.push([`${name} unreadable`, "embed", 1, await unreadable(folder, runs, name, word)]);
  return rows;
}

async function refusedThere({ writer, sets, runs, out, options = {} }) {
  const ended = await unlabel(writer.words(out, runs), options);
  const wrong = [wrongWithRefusal(ended), ...wrongAfterRefusal(out, sets, writer.plain)];
  return outcome(ended, wrong);
}

async function refusedRun(parent) {
  mkdirSync(parent);
  protect(parent);
  const words = ["pretrain", "mnist", "--limit", "600", "--steps", "2", "--out", join(parent, "run")];
  const ended = await unlabel(words, user);
  const left = readdirSync(parent).map((name) => `${name} was made`);
  return outcome(ended, [wrongWithRefusal(ended), ...left]);
}

async function unreadable(folder, { run }, name, word) {
  const copy = join(folder, `unreadable ${name}`);
  cpSync(run, copy, { recursive: true });
  open(copy);
  chmodSync(join(copy, name), 0);
  const out = join(folder, "unreadable");
  mkdirSync(out, { recursive: true });
  chmodSync(out, 0o777);
  const ended = await unlabel(
    ["embed", copy, "mnist", "--split", "test", "--limit", "9", "--out", join(out, "v.npy")],
    user,
  );
  chmodSync(join(copy, name), 0o755);
  const said = ended.stderr.includes(word) && /permission/i.test(ended.stderr);
  return outcome(ended, [wrongWithRefusal(ended), said ? null : `does not say why: ${ended.stderr.trim()}`]);
}

function outcome({ code }, wrong) {
  const problems = wrong.filter((one) => one !== null);
  return { refused: code === 0 ? 0 : 1, written: code === 0 ? 1 : 0, problems };
}

function protect(folder, back = false) {
  chmodSync(folder, back ? 0o755 : 0o555);
}

/** For others to read. */
function open(path) {
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o755 : 0o644);
  if (isFolder) for (const name of readdirSync(path)) open(join(path, name));
}
