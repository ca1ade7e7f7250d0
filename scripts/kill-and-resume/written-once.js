import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { differences, kindOf, leftIn, stateOf } from "../faults/folder-state.js";
import { operationsOf, unlabel, unlabelWell } from "../faults/unlabel.js";

/**
 * Kills a command that replaces a set of files, each time over the same older set, at a random one of its operations on
 * files. Afterwards the folder may hold the old set, the new one or a part of one of them, never both; the same command
 * again must leave the new set, as if nothing had been, and nothing beside it.
 * @param words of the command, for the folder that it writes to
 * @param before makes the older set there
 * @param plain see `stateOf`
 */
export async function killWrittenOnce(name, { folder, kills, random, words, before, plain }) {
  const out = join(folder, name);
  const older = `${out}-older`;
  const undisturbed = `${out}-undisturbed`;
  await before(older);
  const old = stateOf(older, plain);
  cpSync(older, undisturbed, { recursive: true });
  const operations = await operationsOf(words(undisturbed), join(folder, "count"));
  const fresh = stateOf(undisturbed, plain);
  const problems = differences(old, fresh).length === 0 ? ["old and new set are the same"] : [];
  const found = new Map();
  let left = 0;
  for (let kill = 0; kill < kills; kill++) {
    rmSync(out, { recursive: true, force: true });
    cpSync(older, out, { recursive: true });
    const at = 1 + Math.floor(random() * operations);
    const { signal } = await unlabel(words(out), { fault: { kind: "kill", at } });
    if (signal !== "SIGKILL") problems.push(`kill ${kill + 1} at operation ${at} did not come`);
    const kind = kindOf(stateOf(out, plain), old, fresh);
    found.set(kind, (found.get(kind) ?? 0) + 1);
    if (kind === "mixed") problems.push(`killed at operation ${at} of ${operations}: files of both sets`);
    await unlabelWell(words(out));
    const differ = differences(stateOf(out, plain), fresh);
    if (differ.length > 0) problems.push(`after operation ${at} and once more: ${differ.join(", ")} differ`);
    for (const file of leftIn(out)) problems.push(`after operation ${at} and once more: ${file} is left`);
    left += leftIn(out).length;
  }
  const kinds = [...found].map(([kind, times]) => `${times} ${kind}`).join(", ");
  return { name, kills, found: `${kinds} (of ${operations} operations)`, left, problems };
}
