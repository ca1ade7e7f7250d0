import { parseArgs } from "node:util";
import { parsers } from "./parsers.js";

export const usage = `Usage: npm run fuzz -- [options]

Gives every parser of the package damaged inputs. Each input has to be accepted with right values or refused in one
sentence. What fails is written to a temporary folder and named with the words that repeat it. Input K of a seed is
always the same, however many there are and however fast the machine is.

  --minutes N    how long in all (1); shared by the parsers
  --inputs N     at most so many inputs of each parser
  --seed N       other inputs for another one (1)
  --from K       number of the first input (0)
  --only NAME    only this parser, or several with commas between
  --help         this

  npm run fuzz -- --minutes 5 --seed 1
  npm run fuzz -- --only npy --seed 1 --from 3217 --inputs 1

Parsers:
${parsers.map(({ name, reads }) => `  ${name.padEnd(20)} ${reads}`).join("\n")}`;

export interface FuzzOptions {
  readonly minutes: number;
  readonly inputs: number;
  readonly seed: number;
  readonly from: number;
  readonly only: readonly string[];
}

/** Reads the command line; null when help was asked. Throws an Error with one sentence for what is wrong. */
export function fuzzOptions(args: readonly string[]): FuzzOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "1" },
      inputs: { type: "string" },
      seed: { type: "string", default: "1" },
      from: { type: "string", default: "0" },
      only: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return null;
  const minutes = Number(values.minutes);
  if (!(minutes > 0 && minutes < 10_000))
    throw new Error(`--minutes takes a number above 0, but got ${values.minutes}.`);
  return {
    minutes,
    inputs: values.inputs === undefined ? 2 ** 40 : whole("inputs", values.inputs, 1),
    seed: whole("seed", values.seed, 0),
    from: whole("from", values.from, 0),
    only:
      values.only === undefined ? parsers.map(({ name }) => name) : values.only.split(",").map(parserName),
  };
}

function parserName(name: string): string {
  if (!parsers.some((parser) => parser.name === name))
    throw new Error(
      `There is no parser ${name}; there are ${parsers.map((parser) => parser.name).join(", ")}.`,
    );
  return name;
}

function whole(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value >= least))
    throw new Error(`--${name} takes a whole number from ${least}, but got ${text}.`);
  return value;
}
