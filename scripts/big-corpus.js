#!/usr/bin/env node
/**
 * Whether a corpus takes the memory of a small one, however large it is: makes a file of 20 MB and one of N GB by repeating
 * TEXT, opens each in processes of its own, first with an empty cache and then with a full one, reads 100 random batches of
 * 64 samples, and prints times and the most memory that the process had.
 *
 *   npm run build && node scripts/big-corpus.js TEXT [--gigabytes 2] [--cut windows|texts] [--tokenizer characters] [--longest 64] [--folder F] [--json]
 *
 * The files are made in a folder of its own below the folder for temporary files (or below `--folder`), which is removed at the
 * end: four times N GB are needed for a moment. Exits 1 when a start fails, when the second start makes tokens again, or when
 * both have other tokens.
 */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    gigabytes: { type: "string", default: "2" },
    cut: { type: "string", default: "windows" },
    tokenizer: { type: "string", default: "characters" },
    longest: { type: "string", default: "64" },
    folder: { type: "string", default: tmpdir() },
    json: { type: "boolean", default: false },
  },
});
const [text] = positionals;
if (text === undefined) {
  console.error("Give a text file to repeat: node scripts/big-corpus.js TEXT");
  process.exit(2);
}
const scratch = mkdtempSync(join(values.folder, "unlabel-big-corpus-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
const program = fileURLToPath(new URL("big-corpus/open-once.js", import.meta.url));
const batches = "100";

const rows = [];
for (const bytes of [20e6, Number(values.gigabytes) * 1e9]) {
  const corpus = join(scratch, "corpus.txt");
  repeat(readFileSync(text), bytes, corpus);
  const cache = join(scratch, "cache");
  const [first, second] = ["first", "second"].map((start) => {
    const found = open(corpus, cache);
    console.error(`${(bytes / 1e6).toFixed(0)} MB, ${start} start: ${found.opened.toFixed(1)} s`);
    rows.push({ megabytes: bytes / 1e6, start, ...found });
    return found;
  });
  if (second.phases.length > 0) fail("the second start read the texts again");
  if (second.sum !== first.sum || second.samples !== first.samples) fail("the second start has other tokens");
  rmSync(cache, { recursive: true, force: true });
  rmSync(corpus);
}
if (values.json) console.log(JSON.stringify(rows));
else {
  console.log("| corpus | start | samples | tokens are in | opened in | 100 batches in | peak memory |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const { megabytes, start, samples, storedIn, opened, read, peak } of rows)
    console.log(
      `| ${megabytes} MB | ${start} | ${samples} | ${storedIn} | ${opened.toFixed(1)} s | ${read.toFixed(2)} s | ${(peak / 1e6).toFixed(0)} MB |`,
    );
}

function repeat(content, bytes, path) {
  writeFileSync(path, "");
  const many = Buffer.concat(Array.from({ length: Math.ceil(1e6 / content.length) }, () => content));
  for (let written = 0; written < bytes; written += many.length)
    appendFileSync(path, many.subarray(0, Math.min(many.length, bytes - written)));
}

function open(corpus, cache) {
  const words = [program, corpus, cache, values.cut, values.tokenizer, values.longest, batches];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: "utf8",
    env: { ...process.env, UNLABEL_CACHE_LIMIT: "1TB" },
  });
  if (status !== 0) fail(stderr);
  return JSON.parse(stdout);
}

function fail(why) {
  console.error(why);
  process.exit(1);
}
