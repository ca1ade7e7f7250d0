#!/usr/bin/env node
/**
 * How fast a byte-level BPE is trained and text encoded, beside Python's `tokenizers` on the same file.
 *
 *   npm run build && node scripts/tokenizer-speed.js TEXT [--megabytes 100] [--entries 8000] [--rounds 3] [--python PYTHON] [--folder F] [--json]
 *
 * The file is made from the words of TEXT by a seeded generator: words are drawn as often as they occur there, and every
 * twentieth gets another ending, so that there are as many rare words as in texts of that size; lines have about twelve. It
 * is made once and kept (in the folder for temporary files unless `--folder` says another). PYTHON (`UNLABEL_PYTHON`) is an
 * interpreter that has `tokenizers`; it trains with 1 and with 2 threads (RAYON_NUM_THREADS), in processes of its own, as does
 * each round of ours. Times are of the training alone, reading the file included, with the time of the processor beside them, which a busy machine
 * changes less; encoding is by that. Exits 1 when the merges differ.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeCorpus } from "./tokenizer-speed/make-corpus.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    megabytes: { type: "string", default: "100" },
    entries: { type: "string", default: "8000" },
    rounds: { type: "string", default: "3" },
    python: { type: "string", default: process.env.UNLABEL_PYTHON },
    folder: { type: "string", default: tmpdir() },
    json: { type: "boolean", default: false },
  },
});
const [source] = positionals;
if (source === undefined) {
  console.error("Give a text file whose words the corpus is made of: node scripts/tokenizer-speed.js TEXT");
  process.exit(2);
}
const say = (text) => console.error(text);
const corpus = join(values.folder, `unlabel-corpus-${values.megabytes}.txt`);
if (!existsSync(corpus)) {
  say(`making ${corpus}`);
  makeCorpus(readFileSync(source, "utf8"), Number(values.megabytes) * 1e6, `${corpus}.partial`);
  renameSync(`${corpus}.partial`, corpus);
}
const ours = fileURLToPath(new URL("tokenizer-speed/ours.js", import.meta.url));
const theirs = fileURLToPath(new URL("tokenizer-speed/theirs.py", import.meta.url));
const contenders = [["unlabel", process.execPath, [ours], {}]];
if (values.python !== undefined)
  for (const threads of ["1", "2"])
    contenders.push([
      `tokenizers, ${threads} thread${threads === "1" ? "" : "s"}`,
      values.python,
      [theirs],
      { RAYON_NUM_THREADS: threads },
    ]);

const found = new Map(contenders.map(([name]) => [name, []]));
for (let round = 0; round < Number(values.rounds); round++)
  for (const [name, program, words, variables] of contenders) {
    const { status, stdout, stderr } = spawnSync(program, [...words, corpus, values.entries], {
      encoding: "utf8",
      env: { ...process.env, ...variables },
      maxBuffer: 2 ** 28,
    });
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    const result = JSON.parse(stdout);
    found.get(name).push(result);
    say(
      `round ${round + 1}: ${name} ${result.version}: trained in ${result.train.toFixed(2)} s (${result.cpu.toFixed(2)} s of the processor), encoded ${result.encode.toFixed(1)} MB/s, peak ${result.peak} MB`,
    );
  }

const median = (numbers) => numbers.toSorted((a, b) => a - b)[(numbers.length - 1) >> 1];
const rows = [...found].map(([name, results]) => ({
  name: `${name} (${results[0].version})`,
  train: results.map(({ train }) => train),
  seconds: median(results.map(({ train }) => train)),
  cpu: median(results.map(({ cpu }) => cpu)),
  encode: median(results.map(({ encode }) => encode)),
  peak: median(results.map(({ peak }) => peak)),
  merges: results[0].merges,
}));
const differ = rows.filter(({ merges }) => merges !== rows[0].merges);
if (values.json) console.log(JSON.stringify({ bytes: statSync(corpus).size, rows }, null, 2));
else {
  console.log(
    "| | Training | Processor | Encoding | Peak of the process |\n| --- | ---: | ---: | ---: | ---: |",
  );
  for (const { name, seconds, train, cpu, encode, peak } of rows)
    console.log(
      `| ${name} | ${seconds.toFixed(2)} s (${Math.min(...train).toFixed(2)} to ${Math.max(...train).toFixed(2)}) | ${cpu.toFixed(2)} s | ${encode.toFixed(1)} MB/s | ${peak} MB |`,
    );
}
say(
  differ.length === 0
    ? "the merges are the same"
    : `other merges: ${differ.map(({ name }) => name).join(", ")}`,
);
if (differ.length > 0) process.exitCode = 1;
