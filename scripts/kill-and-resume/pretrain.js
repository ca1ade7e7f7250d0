import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { leftIn } from "../faults/folder-state.js";
import { operationsOf, unlabel } from "../faults/unlabel.js";

const every = "10";

/**
 * A run that is killed again and again, at random operations on files and at random times (which may be before it has
 * begun), ends as an undisturbed one: with the same bytes of every tensor, and the same rows of metrics.jsonl.
 * @param words of the run without its folder
 */
export async function killPretrain({ folder, kills, random, words }) {
  const undisturbed = join(folder, "pretrain-undisturbed");
  const killed = join(folder, "pretrain");
  const whole = [...words, "--checkpoint-every", every];
  const began = performance.now();
  const operations = await operationsOf([...whole, "--out", undisturbed], join(folder, "count"));
  const milliseconds = performance.now() - began;
  const problems = [];
  let died = 0;
  let early = 0;
  for (; died < kills; died++) {
    const share = (2 * random()) / (kills + 1);
    const isTimed = died % 3 === 2;
    const fault = isTimed ? null : { kind: "kill", at: 1 + Math.floor(share * operations) };
    const wait = random() * 0.7 * milliseconds;
    const during = isTimed ? (child) => setTimeout(() => child.kill("SIGKILL"), wait).unref() : undefined;
    if (!existsSync(join(killed, "config.json"))) early++;
    const { code, stderr } = await unlabel(begin(killed, whole), { fault, during });
    if (code === 0) break;
    if (code !== null) problems.push(`life ${died + 1} ended with ${code}: ${stderr.trim()}`);
  }
  const last = await unlabel(begin(killed, whole));
  if (last.code !== 0) problems.push(`the last life ended with ${last.code}: ${last.stderr.trim()}`);
  problems.push(...compareRuns(undisturbed, killed));
  const left = leftIn(killed);
  for (const file of left) problems.push(`${file} is left`);
  return {
    name: "pretrain",
    kills: died,
    found: `same tensors, same rows (of ${operations} operations; ${early} lives began it, ${died + 1 - early} resumed it)`,
    left: left.length,
    problems,
  };
}

/** What differs between two runs of the same words: tensors, or rows apart from what a clock says. */
export function compareRuns(a, b) {
  return [...compareCheckpoints(a, b), ...compareMetrics(a, b)];
}

/** A run that was stopped before it settled anything is begun again with the same words. */
function begin(run, whole) {
  const isRun = existsSync(join(run, "config.json"));
  return isRun ? ["pretrain", "--resume", run, "--checkpoint-every", every] : [...whole, "--out", run];
}

function compareMetrics(a, b) {
  const timeless = ({ samplesPerSecond, secondsLeft, seconds, run, ...row }) => JSON.stringify(row);
  const [right, came] = [a, b].map((run) =>
    readFileSync(join(run, "metrics.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => timeless(JSON.parse(line))),
  );
  if (right.length !== came.length)
    return [`metrics.jsonl has ${came.length} rows instead of ${right.length}`];
  return right.flatMap((row, i) =>
    row === came[i] ? [] : [`row ${i + 1} of metrics.jsonl: ${came[i]} instead of ${row}`],
  );
}

function compareCheckpoints(a, b) {
  const [right, came] = [a, b].map((run) => {
    const names = readdirSync(join(run, "checkpoints")).filter((name) => name.endsWith(".safetensors"));
    return tensorsOf(join(run, "checkpoints", names.sort().at(-1)));
  });
  if (right.size === 0 || [...right.keys()].join() !== [...came.keys()].join())
    return ["the checkpoints have other tensors"];
  return [...right].flatMap(([name, bytes]) => (bytes.equals(came.get(name)) ? [] : [`tensor ${name}`]));
}

/** Bytes of each tensor and the metadata, by the layout of safetensors. */
function tensorsOf(path) {
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, start).toString());
  return new Map(
    Object.entries(header).map(([name, entry]) => [
      name,
      entry.data_offsets === undefined
        ? Buffer.from(JSON.stringify(entry))
        : bytes.subarray(start + entry.data_offsets[0], start + entry.data_offsets[1]),
    ]),
  );
}
