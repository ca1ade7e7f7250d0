#!/usr/bin/env node
/**
 * Makes docs/results.md: compares every method on Fashion-MNIST and on emoji, and leaves augmentations out one by one.
 * It takes hours, goes on where it was stopped, and skips what is there. `--help` says what it can be told.
 *
 * Exits 1 when a run failed, 2 when what was given cannot be used, 130 when it was interrupted.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderPage } from "./results/page.js";
import { resultParts } from "./results/parts.js";

const usage = `npm run results -- [--only fashion-mnist,emoji] [--methods byol,dino] [--again byol] [--render]
    [--fashion-mnist FOLDER] [--emoji FOLDER --emoji-others FOLDER --emoji-labels CSV]
    [--budget 90s] [--seeds 3] [--threads 2] [--limit n] [--out docs/results]

Compares every method on Fashion-MNIST and on emoji, leaves augmentations out one by one, and writes the page of results
(docs/results.md). It takes hours, goes on where it was stopped, and skips what is there.

  --only     these parts only: PARTS
  --methods  these methods only
  --again    forgets what is known of a method that has changed; give --only with it, since every part must know it
  --render   writes the page from the records that are there, and runs nothing

Parts whose data are not given are left as they are. Exits 1 when a run failed, 2 when what was given cannot be used,
130 when it was interrupted.`;
const debian = "/usr/share/datasets/fashion-mnist";
const values = readValues({
  help: { type: "boolean", default: false },
  only: { type: "string" },
  methods: { type: "string" },
  again: { type: "string" },
  render: { type: "boolean", default: false },
  "fashion-mnist": { type: "string", default: existsSync(debian) ? debian : "" },
  emoji: { type: "string", default: "" },
  "emoji-others": { type: "string", default: "" },
  "emoji-labels": { type: "string", default: "" },
  budget: { type: "string", default: "90s" },
  seeds: { type: "string" },
  threads: { type: "string" },
  limit: { type: "string" },
  out: { type: "string", default: "docs/results" },
});

const cli = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const parts = resultParts(values);
if (values.help) {
  console.log(usage.replace("PARTS", parts.map(({ name }) => name).join(", ")));
  process.exit(0);
}
const chosen = values.only?.split(",");
const unknown = chosen?.find((name) => parts.every((part) => part.name !== name));
if (unknown !== undefined)
  refuse(`There is no part called ${unknown}; there are ${parts.map(({ name }) => name).join(", ")}.`);
for (const flag of ["fashion-mnist", "emoji", "emoji-others", "emoji-labels"]) {
  if (values[flag] !== "" && !existsSync(values[flag]))
    refuse(`There is nothing at --${flag} ${values[flag]}.`);
}

let exitCode = 0;
let isFirst = true;
// The comparison itself hears Ctrl-C, and saves.
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => undefined);
if (!values.render) {
  for (const part of parts.filter(({ name }) => chosen === undefined || chosen.includes(name))) {
    if (part.data === "") {
      console.error(`${part.name}: left out, because ${part.flag} was not given.`);
      continue;
    }
    const code = await compare(part);
    // Settings are refused before anything runs, and the other parts would get the same: there is nothing to show.
    if (code === 2 && isFirst) process.exit(2);
    isFirst = false;
    if (code !== 0) exitCode = code;
    if (code === 130) break;
  }
}
console.error(`Written: ${await renderPage(parts, values.out)}`);
process.exit(exitCode);

/** The values of options, from the command line. */
function readValues(options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
    // What the parser suggests beside its first sentence is of words that start with a dash, and none is taken here.
    return refuse(`${error.message.split(/[.\n]/)[0]}. --help says what there is.`);
  }
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}

/** Runs a part's comparison, which goes on where it was stopped. Resolves to its exit code. */
function compare({ name, data, words, more, methods: usual, budget = values.budget, fixed = false }) {
  const settings = [
    ...["--methods", fixed ? usual : (values.methods ?? usual), "--budget", budget],
    ...(values.threads === undefined ? [] : ["--threads", values.threads]),
    ...(values.again === undefined ? [] : ["--again", values.again]),
    ...(values.limit === undefined ? [] : ["--limit", values.limit]),
  ];
  const argv = ["compare", data, ...words, ...more, ...settings, "--out", join(values.out, name)];
  console.error(`\n${name}: unlabel ${argv.join(" ")}`);
  const child = spawn(process.execPath, [cli, ...argv], { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve(signal === null ? code : 130)));
}
