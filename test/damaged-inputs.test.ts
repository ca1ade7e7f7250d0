import { describe, expect, it } from "vitest";
import { parsers } from "../fuzz/parsers.js";
import { tryParser } from "../fuzz/try-parser.js";

/** A few seconds of `npm run fuzz`, in this process: the same parsers, mutators and inputs. */
const inputs = 200;

describe.each(parsers)("damaged inputs: $reads", (parser) => {
  it("are accepted with right values, or refused in a sentence", async () => {
    const extent = { seed: 1, from: 0, inputs: Math.ceil(inputs / (parser.cost ?? 1)), seconds: 60 };
    const failures: string[] = [];
    let count = 0;
    for await (const { number, outcome } of tryParser(parser, extent)) {
      count++;
      if (outcome.kind === "failure") failures.push(`input ${number}: ${outcome.why}`);
    }
    expect(failures).toEqual([]);
    expect(count).toBe(extent.inputs);
  });
});
