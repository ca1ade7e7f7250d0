/**
 * The process that reads the inputs of one parser, so that one that hangs, dies or fills the memory ends nobody else.
 * Started by `runApart`: NAME SEED FROM INPUTS SECONDS, and the FOLDER for its progress.
 */
import { writeFileSync } from "node:fs";
import { parsers } from "./parsers.js";
import { failedPath, mostFailures, progressFiles } from "./progress-files.js";
import { tryParser } from "./try-parser.js";

/** Nothing that is read here needs more: sound inputs take a tenth. */
const mostBytes = 2 ** 30;

const [name, folder, ...numbers] = process.argv.slice(2) as [string, string, ...string[]];
const [seed, from, inputs, seconds] = numbers.map(Number) as [number, number, number, number];
const parser = parsers.find((one) => one.name === name)!;

const files = progressFiles(folder);
const count = { accepted: 0, refused: 0, failures: 0 };
let at = from;
for await (const { number, outcome, input } of tryParser(
  parser,
  { seed, from, inputs, seconds },
  (number, { bytes }) => {
    at = number;
    files.begin({ at, ...count }, bytes);
  },
)) {
  const peak = 1024 * process.resourceUsage().maxRSS;
  if (outcome.kind !== "failure" && peak <= mostBytes) count[outcome.kind]++;
  else {
    count.failures++;
    writeFileSync(failedPath(folder, number), input.bytes);
    const why = outcome.kind === "failure" ? outcome.why : `took ${Math.round(peak / 2 ** 20)} MiB of memory`;
    process.send!({ number, why });
  }
  files.begin({ at: number + 1, ...count }, input.bytes);
  // A process that has grown too large says so of every input: another one goes on.
  if (count.failures >= mostFailures || peak > mostBytes) break;
}
files.close();
process.disconnect();
