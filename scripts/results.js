#!/usr/bin/env node
/**
 * Makes docs/results.md: compares every method on Fashion-MNIST and on emoji, and leaves augmentations out one by one.
 * It takes hours, goes on where it was stopped, and skips what is there.
 *
 *   npm run results -- [--only fashion-mnist,emoji] [--methods byol,dino] [--again byol] [--render]
 *     [--fashion-mnist FOLDER] [--emoji FOLDER --emoji-labels CSV]
 *     [--budget 90s] [--seeds 3] [--threads 2] [--limit n] [--out docs/results]
 *
 * --again forgets what is known of a method that has changed; give --only with it, since every part must know it.
 * --render writes the page from the records that are there, and runs nothing. Parts whose data are not given are left as
 * they are. Exits 1 when a run failed, 130 when it was interrupted.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderPage } from "./results/page.js";
import { resultParts } from "./results/parts.js";

const debian = "/usr/share/datasets/fashion-mnist";
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    methods: { type: "string" },
    again: { type: "string" },
    render: { type: "boolean", default: false },
    "fashion-mnist": { type: "string", default: existsSync(debian) ? debian : "" },
    emoji: { type: "string", default: "" },
    "emoji-labels": { type: "string", default: "" },
    budget: { type: "string", default: "90s" },
    seeds: { type: "string" },
    threads: { type: "string" },
    limit: { type: "string" },
    out: { type: "string", default: "docs/results" },
  },
});

const cli = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const parts = resultParts(values);
const chosen = values.only?.split(",");
const unknown = chosen?.find((name) => parts.every((part) => part.name !== name));
if (unknown !== undefined) {
  console.error(`There is no part called ${unknown}; there are ${parts.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}

let exitCode = 0;
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
    if (code !== 0) exitCode = code;
    if (code === 130) break;
  }
}
console.error(`Written: ${await renderPage(parts, values.out)}`);
process.exit(exitCode);

/** Runs a part's comparison, which goes on where it was stopped. Resolves to its exit code. */
function compare({ name, data, words, more, methods: usual, fixed = false }) {
  const settings = [
    ...["--methods", fixed ? usual : (values.methods ?? usual), "--budget", values.budget],
    ...(values.threads === undefined ? [] : ["--threads", values.threads]),
    ...(values.again === undefined ? [] : ["--again", values.again]),
    ...(values.limit === undefined ? [] : ["--limit", values.limit]),
  ];
  const argv = ["compare", data, ...words, ...more, ...settings, "--out", join(values.out, name)];
  console.error(`\n${name}: unlabel ${argv.join(" ")}`);
  const child = spawn(process.execPath, [cli, ...argv], { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve(signal === null ? code : 130)));
}
