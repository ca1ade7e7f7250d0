import { describe, expect, it } from "vitest";
import { Fault, type Parser } from "../fuzz/parser.js";
import { parsers } from "../fuzz/parsers.js";
import { type Tried, tryParser } from "../fuzz/try-parser.js";
import { DataError } from "../src/errors.js";

/** A few seconds of `npm run fuzz`, in this process: the same parsers, mutators and inputs. */
const inputs = 200;

async function all(parser: Parser, from: number, count: number): Promise<Tried[]> {
  const tried: Tried[] = [];
  for await (const one of tryParser(parser, { seed: 1, from, inputs: count, seconds: 60 })) tried.push(one);
  return tried;
}

describe.each(parsers)("damaged inputs: $reads", (parser) => {
  it("are accepted with right values, or refused in a sentence", async () => {
    const count = Math.ceil(inputs / (parser.cost ?? 1));
    const tried = await all(parser, 0, count);
    const failures = tried.flatMap(({ number, outcome }) =>
      outcome.kind === "failure" ? [`input ${number}: ${outcome.why}`] : [],
    );
    expect(failures).toEqual([]);
    expect(tried).toHaveLength(count);
  });
});

describe("the campaign", () => {
  const parser: Parser = {
    ...{ name: "made", reads: "a word", ending: "txt", words: ["length"] },
    async prepare() {
      const bytes = new TextEncoder().encode("twelve bytes");
      return {
        samples: [{ name: "word", form: "text", bytes }],
        async read(input) {
          const kind = input.length % 5;
          if (kind === 0) throw new DataError("It holds nothing that can be read: give another file.");
          if (kind === 1) throw new DataError("It holds [object Object].");
          if (kind === 3) throw new TypeError("read is not a function");
          if (kind === 4) throw new Fault("another word than in the file");
        },
      };
    },
  };

  it("tells what is refused from raw errors, odd messages and wrong values", async () => {
    const tried = await all(parser, 0, 200);
    const kinds = new Map(tried.map(({ input, outcome }) => [input.bytes.length % 5, outcome]));
    expect(kinds.get(0)).toEqual({ kind: "refused" });
    expect(kinds.get(1)).toMatchObject({ why: expect.stringContaining("the program's own words") });
    expect(kinds.get(2)).toEqual({ kind: "accepted" });
    expect(kinds.get(3)).toMatchObject({ why: expect.stringContaining("raw error: TypeError") });
    expect(kinds.get(4)).toEqual({ kind: "failure", why: "another word than in the file" });
  });

  it("makes an input again from its number alone", async () => {
    const [alone] = await all(parser, 37, 1);
    const among = (await all(parser, 30, 20)).find(({ number }) => number === 37);
    expect(Buffer.from(alone!.input.bytes).equals(among!.input.bytes)).toBe(true);
  });

  it("tries nothing where its samples are not sound", async () => {
    const prepare = async (folder: string) => ({
      ...(await parser.prepare(folder)),
      read: async () => {
        throw new DataError("It is refused.");
      },
    });
    await expect(all({ ...parser, prepare }, 0, 1)).rejects.toThrow(/is not what it should be/);
  });
});
