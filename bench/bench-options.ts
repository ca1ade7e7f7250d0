import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type WorkloadName, workloadNames } from "./workloads.js";

export const usage = `Usage: npm run bench -- [options]

  --only NAMES      only these workloads, separated by commas: ${workloadNames.join(", ")}
  --peer            the same work in PyTorch, in alternation ($UNLABEL_PYTHON, else the python3 that has torch)
  --profile         also a table of where the step's time goes, by operator and by shape
  --reference DIR   peak memory of another built checkout too, in the same run
  --rounds N        how often both sides take their turn (5)
  --steps N         steps of a turn (as many as take about 3 seconds)
  --threads N       threads of both sides (all: ${availableParallelism()})
  --quick           one turn of one step, 1,000 pictures: to see that it works, not for numbers
  --json FILE       also writes everything measured as JSON
  --write-docs      replaces the tables of docs/benchmarks.md by what was measured
  --help            this`;

export interface BenchOptions {
  readonly only: readonly WorkloadName[];
  readonly peer: boolean;
  readonly profile: boolean;
  /** Folder of another build, to be measured beside this one. */
  readonly reference: string | null;
  readonly rounds: number;
  /** Null: as many as take about three seconds. */
  readonly steps: number | null;
  readonly threads: number;
  readonly quick: boolean;
  readonly json: string | null;
  readonly writeDocs: boolean;
}

/** Reads the command line; null when help was asked. Throws an Error with one sentence for what is wrong. */
export function benchOptions(args: readonly string[]): BenchOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      peer: { type: "boolean", default: false },
      profile: { type: "boolean", default: false },
      reference: { type: "string" },
      rounds: { type: "string" },
      steps: { type: "string" },
      threads: { type: "string" },
      quick: { type: "boolean", default: false },
      json: { type: "string" },
      "write-docs": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const { peer, profile, quick } = values;
  if (quick && values["write-docs"]) throw new Error("Numbers of --quick are not for the documentation.");
  return {
    only: values.only === undefined ? workloadNames : values.only.split(",").map(workload),
    peer,
    profile,
    quick,
    reference: values.reference ?? null,
    rounds: whole("rounds", values.rounds) ?? (quick ? 1 : 5),
    steps: whole("steps", values.steps) ?? (quick ? 1 : null),
    threads: whole("threads", values.threads) ?? availableParallelism(),
    json: values.json ?? null,
    writeDocs: values["write-docs"],
  };
}

function workload(text: string): WorkloadName {
  const found = workloadNames.find((name) => name === text);
  if (found === undefined)
    throw new Error(`There is no workload ${text}; there are ${workloadNames.join(", ")}.`);
  return found;
}

function whole(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value >= 1))
    throw new Error(`--${name} takes a whole number from 1, but got ${text}.`);
  return value;
}
