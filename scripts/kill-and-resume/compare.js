import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { leftIn } from "../faults/folder-state.js";
import { operationsOf, unlabel, unlabelWell } from "../faults/unlabel.js";

/** A comparison that is killed again and again ends with the results of an undisturbed one, each once. */
export async function killCompare({ folder, kills, random, words }) {
  const undisturbed = join(folder, "compare-undisturbed");
  const killed = join(folder, "compare");
  const operations = await operationsOf(words(undisturbed), join(folder, "count"));
  let died = 0;
  for (; died < kills; died++) {
    // Each life goes on from what the one before had done; as much must be left for the others.
    const at = 1 + Math.floor((random() * 2 * operations) / (kills + 1));
    const { code } = await unlabel(words(killed), { fault: { kind: "kill", at } });
    if (code === 0) break;
  }
  await unlabelWell(words(killed));
  const [right, came] = [undisturbed, killed].map(resultsOf);
  const problems = [...right].flatMap(([key, row]) =>
    came.get(key) === row ? [] : [`${key}: ${came.get(key)} instead of ${row}`],
  );
  const rows = linesOf(killed).length;
  if (rows !== right.size) problems.push(`${rows} rows instead of ${right.size}`);
  const left = leftIn(killed);
  for (const file of left) problems.push(`${file} is left`);
  return {
    name: "compare",
    kills: died,
    found: `${came.size} of ${right.size} results, each once (of ${operations} operations)`,
    left: left.length,
    problems,
  };
}

function linesOf(folder) {
  const path = join(folder, "results.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8").trimEnd().split("\n") : [];
}

/** By name and seed, without what a clock says. */
function resultsOf(folder) {
  return new Map(
    linesOf(folder).map((line) => {
      const { judgeSeconds, wallSeconds, training, ...row } = JSON.parse(line);
      const { seconds, compileSeconds, ...trained } = training ?? {};
      return [`${row.name}, seed ${row.seed}`, JSON.stringify({ ...row, trained })];
    }),
  );
}
