import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { differences, kindOf, leftIn, stateOf } from "./folder-state.js";
import { unlabelWell } from "./unlabel.js";

const judged = ["--budgets", "10/class", "--seeds", "1", "--probes", "knn", "--layers", "embedding"];

/** Reports without what a clock says. */
export const timeless = (text) => text.replace(/"\w*[sS]econds":\s*[\d.e+-]+/g, "");

const digits = ["mnist", "--split", "test", "--limit"];
const embedding = (ending) => ({
  name: `embed .${ending}`,
  older: (out, { smaller }) => ["embed", smaller, ...digits, "40", "--out", join(out, `vectors.${ending}`)],
  words: (out, { run }) => ["embed", run, ...digits, "60", "--out", join(out, `vectors.${ending}`)],
});
const evaluating = (of, out) => ["evaluate", of, ...judged, "--test-limit", "200", "--out", out];

/** Commands that write files that belong together, over an older set. */
export const writers = [
  ...["npy", "parquet", "csv", "jsonl"].map(embedding),
  {
    name: "evaluate",
    plain: timeless,
    older: (out, { smaller }) => evaluating(smaller, out),
    words: (out, { run }) => evaluating(run, out),
  },
  {
    name: "export",
    older: (out, { smaller }) => ["export", smaller, "--out", out],
    words: (out, { run }) => ["export", run, "--out", out],
  },
];

/** Two small runs of different size: what comes of one is told from what comes of the other. */
export async function twoRuns(folder) {
  const runs = { run: join(folder, "run"), smaller: join(folder, "smaller") };
  const small = ["--encoder", "convnet", "--limit", "600", "--batch-size", "32", "--threads", "1"];
  for (const [out, widths] of [
    [runs.run, "4,8"],
    [runs.smaller, "4,6"],
  ])
    await unlabelWell([
      ...["pretrain", "mnist", ...small, "--encoder.widths", widths, "--steps", "4", "--out", out],
    ]);
  return runs;
}

/** The older set and the new one, each made undisturbed. */
export async function bothSets({ name, older, words, plain }, folder, runs) {
  const [before, after] = ["older", "newer"].map((which) => join(folder, `${name} ${which}`));
  mkdirSync(before);
  await unlabelWell(older(before, runs));
  cpSync(before, after, { recursive: true });
  await unlabelWell(words(after, runs));
  const [old, fresh] = [before, after].map((out) => stateOf(out, plain));
  if (differences(old, fresh).length === 0) throw new Error(`${name} makes the same twice`);
  return { before, old, fresh };
}

/** Puts the older set into a folder that may be there. */
export function layOut(sets, out) {
  rmSync(out, { recursive: true, force: true });
  cpSync(sets.before, out, { recursive: true });
}

/** What is wrong with a folder after a command that could not write: it is as it was, and nothing is beside it. */
export function wrongAfterRefusal(out, { old, fresh }, plain) {
  const kind = kindOf(stateOf(out, plain), old, fresh);
  return [
    ...(kind === "old" ? [] : [`it holds ${kind} instead of old`]),
    ...leftIn(out).map((file) => `${file} is left`),
  ];
}
