import { readFile } from "node:fs/promises";
import * as z from "zod";
import { tokenViews } from "../augment/index.js";
import type { DataSource, Labels } from "../data/index.js";
import { transformer } from "../encoders/index.js";
import { DataError } from "../errors.js";
import { simclr } from "../methods/index.js";
import { featuresOf } from "../metrics/index.js";
import { input } from "../tensor/index.js";
import { anyData } from "./any-data.js";
import type { Kind, Side } from "./kind.js";
import { option } from "./option.js";

const letters = "ACGT";

/** All that has to be said of strands, such as `ACCA<tab>class` a line, for shared code to train on them. */
const strandOptions = {
  strandLength: option(z.int().min(1), "letters", "letters of a strand that are read (default: 16)"),
} as const;

const strandData = z.strictObject({
  ...anyData,
  kind: z.literal("strands"),
  strandLength: z.int().positive(),
});
type StrandData = z.output<typeof strandData>;

type StrandArrays = { readonly strands: Int32Array };
interface StrandSource extends DataSource<StrandArrays> {
  readonly kind: "strands";
  readonly lines: readonly string[];
  readonly strandLength: number;
}

const facts = { vocabulary: letters.length, specials: {} };
const inputs = { samples: "strands", partners: "partners" } as const satisfies Record<Side, string>;

async function openStrands({ path, strandLength, limit }: StrandData): Promise<StrandSource> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw new DataError(
      `There are no strands at ${path}: give a file that ends in strands.`,
      { path },
      cause,
    );
  });
  const rows = text
    .trim()
    .split("\n")
    .slice(0, limit ?? undefined);
  const [lines, classes] = [0, 1].map((at) => rows.map((row) => row.split("\t")[at] ?? "")) as [
    string[],
    string[],
  ];
  return sourceOf(path, strandLength, lines, classes);
}

function sourceOf(
  name: string,
  strandLength: number,
  lines: readonly string[],
  classes: readonly string[],
): StrandSource {
  const classNames = [...new Set(classes)].sort();
  const labels: Labels = {
    values: Int32Array.from(classes, (label) => classNames.indexOf(label)),
    classNames,
    missing: 0,
  };
  return {
    kind: "strands",
    ...{ name, lines, strandLength, length: lines.length, skipped: [], hasLabels: true },
    notes: [`${lines.length} strands in ${name}.`],
    id: (index) => `${index + 1}`,
    labels: async () => labels,
    async read(indices) {
      const strands = new Int32Array(indices.length * strandLength).fill(-1);
      Array.from(indices).forEach((index, i) => {
        const own = [...lines[index]!.slice(0, strandLength)].map((letter) => letters.indexOf(letter));
        strands.set(own, i * strandLength);
      });
      return { strands };
    },
    close: async () => undefined,
  };
}

export const strands: Kind<
  StrandData,
  StrandSource,
  StrandArrays,
  StrandArrays,
  typeof strandOptions,
  typeof strandData,
  "strands"
> = {
  name: "strands",
  called: { one: "strand", many: "strands" },
  options: strandOptions,
  config: strandData,
  reads: "tokens",
  described: ({ strandLength }) => `${strandLength} letters`,
  seen: ({ strandLength }) => ({ strandLength }),
  facts: ({ strandLength }) => ({ ...facts, longest: strandLength }),
  shape: () => null,
  usual: {
    encoder: () => transformer({ width: 16, depth: 1, heads: 2, dropout: 0 }),
    method: () => simclr(),
  },
  expected: "a file that ends in strands",
  recognises: async (path) => path.endsWith("strands"),
  async settle({
    data: path,
    strandLength = 16,
    split = null,
    labels = "auto",
    labelColumn = null,
    limit = null,
  }) {
    const read = { kind: "strands", path, strandLength, split, labels, labelColumn, limit } as const;
    const open = (at: string) => openStrands({ ...read, path: at, holdout: 0, most: null });
    return {
      source: await open(path),
      augment: [{ name: "token-crop" }],
      openPair: open,
      keep: async (_, division) => ({ ...read, ...division }),
    };
  },
  warnings: async () => [],
  blame: async () => null,
  baseline: {
    name: "counts of letters",
    prepare: async () => async (source) => {
      const { strands: all } = await source.read(Array.from({ length: source.length }, (_, i) => i));
      const counts = new Float32Array(source.length * letters.length);
      for (const [i, letter] of all.entries())
        if (letter >= 0) counts[Math.floor(i / source.strandLength) * letters.length + letter]!++;
      return featuresOf(counts, letters.length);
    },
  },
  refuse: async () => undefined,
  withSaid: (data) => data,
  readOne: async (source, _, name) =>
    /^[ACGT]+$/.test(name) ? sourceOf("a strand", source.strandLength, [name], [""]) : null,
  show: async (source, indices) => Array.from(indices, (index) => ({ line: source.lines[index]! })),
  open: openStrands,
  input: ({ strandLength }, batchSize) => input(inputs.samples, [batchSize, strandLength], "int32"),
  feeds: (arrays) => ({ [inputs.samples]: arrays.strands }),
  views: ({ augment, data }, groups) => ({
    crops: false,
    source: (source) => source,
    feeds: (arrays, side) => ({ [inputs[side]]: arrays.strands }),
    draw: (batchSize, side, key) =>
      tokenViews(input(inputs[side], [batchSize, data.strandLength], "int32"), key, augment, groups, facts),
  }),
};
