/** `npm run fuzz`: damaged inputs for every parser. See docs/faults.md. */
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FuzzOptions, fuzzOptions, usage } from "./fuzz-options.js";
import { parsers } from "./parsers.js";
import { runApart, type Tally } from "./run-apart.js";

/** Progress and failures go to the error stream, so that the table can be piped. */
const say = (text: string): void => console.error(text);

/** Returns the number of failures. */
async function fuzz({ minutes, inputs, seed, from, only }: FuzzOptions): Promise<number> {
  let kept: Promise<string> | null = null;
  const keep = () => (kept ??= mkdtemp(join(tmpdir(), "unlabel-fuzz-failures-")));
  const rows: [name: string, tally: Tally][] = [];
  const end = performance.now() + 60_000 * minutes;
  for (const [i, name] of only.entries()) {
    // What one leaves of its share is for those that follow.
    const seconds = Math.max(1, (end - performance.now()) / 1000 / (only.length - i));
    const parser = parsers.find((one) => one.name === name)!;
    const tally = await runApart(parser, { seed, from, inputs, seconds }, keep);
    rows.push([name, tally]);
    say(`${name}: ${tally.accepted} accepted, ${tally.refused} refused, ${tally.failures.length} failures`);
    for (const { number, why, path } of tally.failures)
      say(
        `  FAILURE ${why}\n    ${path}\n    npm run fuzz -- --only ${name} --seed ${seed} --from ${number} --inputs 1`,
      );
  }
  console.log(table(rows));
  const failures = rows.reduce((sum, [, tally]) => sum + tally.failures.length, 0);
  if (kept !== null) console.log(`\n${failures} inputs that failed are in ${await kept}`);
  return failures;
}

function table(rows: readonly (readonly [string, Tally])[]): string {
  const cells = rows.map(([name, { accepted, refused, failures }]) => [
    name,
    accepted + refused + failures.length,
    accepted,
    refused,
    failures.length,
  ]);
  const sum = (at: number) => cells.reduce((all, row) => all + Number(row[at]), 0);
  return [
    ["parser", "inputs", "accepted", "refused", "failures"],
    ["---", "---:", "---:", "---:", "---:"],
    ...cells,
    ["all", ...[1, 2, 3, 4].map(sum)],
  ]
    .map(
      (row) =>
        `| ${row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)).join(" | ")} |`,
    )
    .join("\n");
}

try {
  const options = fuzzOptions(process.argv.slice(2));
  if (options === null) console.log(usage);
  else if ((await fuzz(options)) > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
