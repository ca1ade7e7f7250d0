import { closeSync, existsSync, openSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { unlabel, unlabelWell, wrongWithRefusal } from "./unlabel.js";

/** Results that have no room where they are sent: a sentence, and a run is saved. */
export async function fullResults({ folder, runs }) {
  if (!existsSync("/dev/full"))
    return [["full stdout", "all", 0, { skipped: "there is no /dev/full on this machine" }]];
  const run = join(folder, "unheard");
  const commands = [
    ["list methods", ["list", "methods"]],
    [
      "pretrain",
      ["pretrain", "mnist", "--limit", "600", "--steps", "40", "--threads", "1", "--json", "--out", run],
    ],
    ["embed", ["embed", runs.run, "mnist", "--limit", "9", "--json", "--out", join(folder, "heard.csv")]],
  ];
  const rows = [];
  for (const [name, words] of commands) {
    const stdout = openSync("/dev/full", "w");
    const ended = await unlabel(words, { stdout });
    closeSync(stdout);
    const problems = [wrongWithRefusal(ended)].filter((one) => one !== null);
    if (name === "pretrain") {
      const saved = existsSync(join(run, "checkpoints")) ? readdirSync(join(run, "checkpoints")).length : 0;
      if (saved === 0) problems.push("nothing was saved");
      if (!ended.stderr.includes("--resume")) problems.push("does not say how to go on");
      await unlabelWell(["pretrain", "--resume", run]).catch((error) => problems.push(error.message));
    }
    rows.push(["full stdout", name, 1, { refused: ended.code === 0 ? 0 : 1, written: 0, problems }]);
  }
  return rows;
}
