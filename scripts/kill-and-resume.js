#!/usr/bin/env node
/**
 * Kills a run with SIGKILL at random moments, resumes it each time, and compares the end with an undisturbed run: the
 * tensors of the last checkpoint byte by byte, and the rows of metrics.jsonl apart from what a clock says.
 *
 *   npm run build && node scripts/kill-and-resume.js [--kills 10] [--steps 120] [--limit 4000] [--seed 1] [-- more flags of pretrain]
 *
 * Each life ends in one of three ways, in turn: some steps after it began, while a checkpoint is being written, and
 * at a random time (which may be before its first step). Exits 1 when anything differs.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: "string", default: "10" },
    steps: { type: "string", default: "120" },
    limit: { type: "string", default: "4000" },
    seed: { type: "string", default: "1" },
    cli: { type: "string", default: fileURLToPath(new URL("../dist/cli/main.js", import.meta.url)) },
  },
});
const kills = Number(values.kills);
const steps = Number(values.steps);
const every = 10;
const command = [
  ...["mnist", "--encoder", "convnet", "--encoder.widths", "8,16", "--limit", values.limit],
  ...["--batch-size", "64", "--steps", values.steps, "--threads", "2", "--checkpoint-every", `${every}`],
  ...positionals,
];
const folder = mkdtempSync(join(tmpdir(), "unlabel-kill-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const random = generator(Number(values.seed));

const undisturbed = join(folder, "undisturbed");
const began = performance.now();
await live(["pretrain", ...command, "--out", undisturbed]);
const seconds = (performance.now() - began) / 1000;
console.log(`undisturbed: ${steps} steps in ${seconds.toFixed(1)} s`);

const killed = join(folder, "killed");
const ways = [afterSteps, whileWriting, atRandomTime];
let lives = 0;
for (let deaths = 0; deaths < kills; lives++) {
  // The last lives must leave something to kill.
  const left = steps - lastStep(killed);
  const way = left <= every ? atRandomTime : ways[lives % ways.length];
  const { resumed, died } = await live(begin(), way(left, kills - deaths));
  if (died === null) {
    console.log(`the run ended before kill ${deaths + 1}`);
    break;
  }
  deaths++;
  const from = resumed === null ? "before it had started" : `began after step ${resumed}`;
  console.log(`kill ${deaths}: ${died}; that life ${from}, metrics stand at step ${lastStep(killed)}`);
}
const last = await live(begin());
console.log(`last life: began after step ${last.resumed}, ended by itself`);

const problems = [...compareCheckpoints(), ...compareMetrics(), ...leftovers()];
for (const problem of problems) console.log(`DIFFERS: ${problem}`);
if (problems.length === 0)
  console.log(`equal: every tensor of the last checkpoint, and every row of metrics.jsonl`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** A run that was stopped before it settled anything is begun again with the same words. */
function begin() {
  const isRun = existsSync(join(killed, "config.json"));
  const resume = ["--resume", killed, "--checkpoint-every", `${every}`];
  return ["pretrain", ...(isRun ? resume : [...command, "--out", killed])];
}

/** Runs the command line until it ends, or until `end` calls what it is given. */
async function live(words, end) {
  const child = spawn(process.execPath, [values.cli, ...words, "--json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [resumed, died, rest, errors] = [null, null, "", ""];
  const kill = (why) => {
    if (died !== null || child.exitCode !== null) return;
    died = why;
    child.kill("SIGKILL");
  };
  const onEvent = end?.(kill);
  child.stderr.on("data", (text) => {
    errors += text;
  });
  child.stdout.on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const event of lines.map((line) => JSON.parse(line))) {
      if (event.type === "started") resumed = event.step;
      onEvent?.(event);
    }
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  onEvent?.(null);
  if (died === null && code !== 0)
    throw new Error(`unlabel ${words.join(" ")} ended with ${code}: ${errors}`);
  // The kill may have come as the run ended by itself.
  return { resumed, died: code === 0 ? null : died };
}

function afterSteps(left, killsLeft) {
  const wait = 1 + Math.floor(random() * Math.min(left - 1, (2 * left) / (killsLeft + 1)));
  return (kill) => {
    let seen = 0;
    return (event) => {
      if (event?.type !== "step" || ++seen < wait) return;
      setTimeout(() => kill(`${wait} steps into its life`), 20 * random());
    };
  };
}

function atRandomTime() {
  const wait = Math.round(random() * Math.min(4, 0.7 * seconds) * 1000);
  return (kill) => {
    const timer = setTimeout(() => kill(`${wait} ms after its process began`), wait);
    return (event) => event === null && clearTimeout(timer);
  };
}

function whileWriting() {
  return (kill) => {
    let watcher;
    return (event) => {
      if (event === null) watcher?.close();
      if (event?.type !== "started") return;
      watcher = watch(join(killed, "checkpoints"), (_, name) => {
        if (name?.endsWith(".partial")) kill(`while writing ${name.slice(1, 14)}`);
      });
    };
  };
}

function lastStep(run) {
  return rowsOf(run).findLast(({ type }) => type === "step")?.step ?? 0;
}

function rowsOf(run) {
  const path = join(run, "metrics.jsonl");
  if (!existsSync(path)) return [];
  // A line that was being written at the kill is no row.
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line));
}

function compareMetrics() {
  const timeless = ({ samplesPerSecond, secondsLeft, seconds, run, ...row }) => JSON.stringify(row);
  const [a, b] = [rowsOf(undisturbed), rowsOf(killed)].map((rows) => rows.map(timeless));
  if (a.length !== b.length) return [`metrics.jsonl has ${b.length} rows instead of ${a.length}`];
  return a.flatMap((row, i) =>
    row === b[i] ? [] : [`row ${i + 1} of metrics.jsonl: ${b[i]} instead of ${row}`],
  );
}

function compareCheckpoints() {
  const [a, b] = [undisturbed, killed].map((run) => {
    const names = readdirSync(join(run, "checkpoints")).filter((name) => name.startsWith("step-"));
    return tensorsOf(join(run, "checkpoints", names.sort().at(-1)));
  });
  if (a.size === 0 || [...a.keys()].join() !== [...b.keys()].join())
    return ["the checkpoints have other tensors"];
  return [...a].flatMap(([name, bytes]) => (bytes.equals(b.get(name)) ? [] : [`tensor ${name}`]));
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

function leftovers() {
  const names = [killed, join(killed, "checkpoints")].flatMap((path) => readdirSync(path));
  return names.filter((name) => name.endsWith(".partial")).map((name) => `${name} was left behind`);
}

/** Park and Miller's generator: numbers in 0..1 that a seed repeats. */
function generator(seed) {
  let state = seed * 7919 + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
