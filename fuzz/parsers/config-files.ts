import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileLayer, readConfig, runOptionNames, settle } from "#rooms/config";
import { expectThat, type Parser, type Sample } from "../parser.js";

const settings = {
  data: "photos",
  method: { name: "simclr", temperature: 0.2 },
  encoder: { name: "convnet", widths: [8, 16] },
  augment: [
    { name: "random-resized-crop" },
    "horizontal-flip",
    { name: "colour-jitter", options: { probability: 0.5 } },
  ],
  optimizer: "adamw",
  batchSize: 32,
  epochs: 10,
  seed: 7,
  learningRate: 0.001,
  size: 32,
  labels: "none",
  threads: 2,
};

const words = [
  ...["simclr", "byol", "mae", "vit", "resnet", "lars", "adamw", "batchSize", "steps", "epochs", "method"],
  ...["method.temperature", "encoder.depth", "optimizer", "augment", "noise", "size", "auto", "null", "true"],
];

const sample = (name: string, text: string, form: "text" | "json" = "text"): Sample => ({
  name,
  form,
  bytes: new TextEncoder().encode(text),
});

export const configJson = configParser("config-json", "json", words, [
  sample("settings", JSON.stringify(settings, null, 2), "json"),
  sample("dotted", JSON.stringify({ data: "photos", method: "byol", "method.momentum": 0.99 }), "json"),
]);

export const configYaml = configParser(
  "config-yaml",
  "yaml",
  [...words, "&a", "*a", "<<:", "!!binary", "? "],
  [
    sample("settings", yamlOf(settings)),
    sample("flow", `data: photos\nmethod: {name: byol, momentum: 0.99}\nsize: 32\nsteps: 5\n`),
  ],
);

/** Modules run: words here are only such that end by themselves. */
const moduleWords = [
  ...[...words, "null", "10n", "() => 1", "new Map()", "new Date(0)", "Object.create(null)", "throw null;"],
  ...["get data() { throw null; }", "[Symbol.iterator]: 1", "...[1]", "class {}", "Symbol()", "/x/", "`x`"],
  ...[
    "new Proxy({}, { get() { throw 1; } })",
    "Promise.resolve({ data: 'x' })",
    "as const",
    "satisfies object",
  ],
];

export const configModule = configParser("config-module", "ts", moduleWords, [
  sample(
    "typed",
    `const base: { seed: number } = { seed: 7 };\nexport default ${sourceOf(settings)} as const;\n`,
  ),
  sample("plain", `export default ${sourceOf({ ...settings, epochs: 3 })};\n`),
  sample("later", `const settings = { data: "photos" };\nexport default Promise.resolve(settings);\n`),
]);

function configParser(
  name: string,
  ending: string,
  known: readonly string[],
  samples: readonly Sample[],
): Parser {
  return {
    name,
    reads: `configuration files (${ending}), up to settings that are checked`,
    ending,
    words: known,
    cost: { ts: 5, yaml: 2 }[ending] ?? 1,
    quotes: ending === "ts",
    async prepare(folder) {
      let count = 0;
      return {
        samples,
        async read(input) {
          // A module is loaded once by its name.
          const file = `unlabel.config.${ending === "ts" ? `${count++}.` : ""}${ending}`;
          await writeFile(join(folder, file), input);
          const held = await readConfig(join(folder, file));
          const settled = settle(fileLayer(held, file)) as Readonly<Record<string, unknown>>;
          checkSettled(settled);
          for (const key of ["batchSize", "steps", "epochs", "seed", "learningRate"])
            expectThat(settled[key] === undefined || settled[key] === held[key], `${key} is another`);
        },
      };
    },
  };
}

/** What came out has known names, and its numbers are numbers. */
export function checkSettled(settled: Readonly<Record<string, unknown>>): void {
  const known: readonly string[] = [...runOptionNames, "cacheFolder", "optimizerOptions"];
  for (const [key, value] of Object.entries(settled)) {
    expectThat(known.includes(key), `${key} is no option`);
    expectThat(value !== undefined && !Number.isNaN(value), `${key} is ${value}`);
  }
  for (const key of ["batchSize", "steps", "epochs"])
    expectThat(
      settled[key] === undefined || (typeof settled[key] === "number" && settled[key] > 0),
      `${key} is ${settled[key]}`,
    );
}

/** As a person writes it. */
function yamlOf(table: object): string {
  return Object.entries(table)
    .map(([key, value]) => `${key}: ${typeof value === "object" ? JSON.stringify(value) : value}\n`)
    .join("");
}

function sourceOf(value: object): string {
  return JSON.stringify(value, null, 2).replace(/"(\w+)":/g, "$1:");
}
