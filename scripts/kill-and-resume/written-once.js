import { join } from "node:path";
import { differences, kindOf, leftIn, stateOf } from "../faults/folder-state.js";
import { bothSets, layOut } from "../faults/sets.js";
import { operationsOf, unlabel, unlabelWell } from "../faults/unlabel.js";

/**
 * Kills a command that replaces a set of files, each time over the same older set, at a random one of its operations on
 * files. Afterwards the folder may hold the old set, the new one or a part of one of them, never both; the same command
 * again must leave the new set, as if nothing had been, and nothing beside it.
 * @param writer one of `writers`
 */
export async function killWrittenOnce(writer, { folder, runs, kills, random }) {
  const { name, plain } = writer;
  const sets = await bothSets(writer, folder, runs);
  const out = join(folder, `${name} killed`);
  const words = writer.words(out, runs);
  layOut(sets, out);
  const operations = await operationsOf(words, join(folder, "count"));
  const problems = [];
  const found = new Map();
  let left = 0;
  for (let kill = 0; kill < kills; kill++) {
    layOut(sets, out);
    const at = 1 + Math.floor(random() * operations);
    const { signal } = await unlabel(words, { fault: { kind: "kill", at } });
    if (signal !== "SIGKILL") problems.push(`kill ${kill + 1} at operation ${at} did not come`);
    const kind = kindOf(stateOf(out, plain), sets.old, sets.fresh);
    found.set(kind, (found.get(kind) ?? 0) + 1);
    if (kind === "mixed") problems.push(`killed at operation ${at} of ${operations}: files of both sets`);
    await unlabelWell(words);
    const differ = differences(stateOf(out, plain), sets.fresh);
    if (differ.length > 0) problems.push(`after operation ${at} and once more: ${differ.join(", ")} differ`);
    for (const file of leftIn(out)) problems.push(`after operation ${at} and once more: ${file} is left`);
    left += leftIn(out).length;
  }
  const kinds = [...found].map(([kind, times]) => `${times} ${kind}`).join(", ");
  return { name, kills, found: `${kinds} (of ${operations} operations)`, left, problems };
}
