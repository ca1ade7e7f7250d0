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
import { existsSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { methods } from "../dist/methods/index.js";
import { runReport } from "../dist/report/index.js";
import { comparisonSections, hours, readPlan, readRecords, showMachine } from "../dist/studies/index.js";

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
const convnet = ["--encoder", "convnet", "--encoder.widths", "16,32,64,128"];
const vit = ["--encoder", "vit", "--encoder.width", "64", "--encoder.depth", "4", "--encoder.patch", "4"];
/** For a ViT: the methods that need one, and two that do not, to compare with. */
const forTokens = [...methods.values()]
  .filter(({ definition }) => definition.tokens)
  .map(({ definition }) => definition.name);
const beside = ["simclr", "dino"].filter((name) => methods.has(name));
const everything = "all,supervised";
const tokens = [...beside, ...forTokens].join(",");

/** For clothes, which may be mirrored; what small grey pictures get by themselves is made for digits, which may not. */
const clothes = [
  { name: "random-resized-crop", options: { scale: [0.3, 1] } },
  { name: "horizontal-flip" },
  { name: "rotation", options: { degrees: [-10, 10] } },
  { name: "gaussian-blur", options: { sigma: [0.1, 1], probability: 0.2 } },
  { name: "colour-jitter", options: { brightness: 0.4, contrast: 0.4, probability: 0.8 } },
];
const fashion = {
  data: values["fashion-mnist"],
  words: ["--augment", JSON.stringify(clothes)],
  flag: "--fashion-mnist FOLDER",
};
const emoji = {
  data: values["emoji-labels"] === "" ? "" : values.emoji,
  words: [
    "--labels",
    values["emoji-labels"],
    "--label-column",
    "category",
    "--size",
    "32",
    "--channels",
    "3",
  ],
  flag: "--emoji FOLDER --emoji-labels CSV",
};
const three = ["--seeds", values.seeds ?? "3"];
// One run a method; three untrained encoders, so that a spread is known.
const one = ["--seeds", values.seeds ?? "1", "--baseline-seeds", "3"];

const parts = [
  {
    name: "fashion-mnist",
    title: "Fashion-MNIST, small convolutional net",
    ...fashion,
    methods: everything,
    more: [...convnet, ...three],
  },
  {
    name: "fashion-mnist-vit",
    title: "Fashion-MNIST, small ViT",
    ...fashion,
    methods: tokens,
    more: [...vit, ...three],
  },
  {
    name: "emoji",
    title: "Emoji, small convolutional net",
    ...emoji,
    methods: everything,
    more: [...convnet, ...one],
  },
  { name: "emoji-vit", title: "Emoji, small ViT", ...emoji, methods: tokens, more: [...vit, ...one] },
  {
    name: "augmentations",
    title: "What SimCLR lives from: augmentations left out one by one",
    ...fashion,
    methods: "simclr",
    fixed: true,
    more: [...convnet, ...three, "--leave-out-augmentations"],
  },
];

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
await render();
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

/** Writes the page beside the folder of the records, from what is there. */
async function render() {
  const found = [];
  for (const part of parts) {
    const folder = join(values.out, part.name);
    const plan = await readPlan(folder);
    if (plan !== null) found.push({ ...part, plan, records: await readRecords(folder) });
  }
  const seconds = found
    .flatMap(({ records }) => records)
    .reduce((sum, record) => sum + (record.type === "result" ? record.wallSeconds : 0), 0);
  const machines = [...new Set(found.map(({ plan }) => showMachine(plan.machine)))];
  const pictures = basename(values.out);
  const sections = found.flatMap(({ title, name, plan, records }) =>
    comparisonSections(plan, records, join(pictures, name)).map((section, i) => ({
      ...section,
      title: i === 0 ? title : `${title}: ${section.title.toLowerCase()}`,
    })),
  );
  const page = `${values.out}.md`;
  writeFileSync(page, runReport({ title: "Results", summary: introduction(seconds, machines), sections }));
  console.error(`Written: ${page}`);
}

function introduction(seconds, machines) {
  return `
Every joint-embedding method with its own defaults, beside the same encoder untrained, raw pixels, and supervised
training: same encoder, same samples, same time of training for every run. The numbers are for comparing methods within
a table on little training; they say nothing of what a method reaches with days of it.

\`\`\`sh
npm run results -- --emoji EMOJI/google --emoji-labels EMOJI/labels.csv
\`\`\`

makes this page and the records in [results/](results/). It goes on where it was stopped, skips what is there, and takes
parts (\`--only fashion-mnist --methods byol\`); \`--render\` writes the page anew from the records. All results here
took ${hours(seconds)}${machines.length === 0 ? "" : ` on ${machines.join(" and on ")}`}.

Data: Fashion-MNIST (Xiao, Rasul, Vollgraf, 2017, https://arxiv.org/abs/1708.07747) as IDX files, from Debian's package
\`dataset-fashion-mnist\` or with \`--fashion-mnist FOLDER\`; its 10,000 test pictures judge. Emoji: the 1,857 pictures of
Noto Emoji as PNG files, at 32x32 in colour, with the ten categories of a \`labels.csv\`; a fifth is held out of
all training, the same for every seed, and judges.
`;
}
