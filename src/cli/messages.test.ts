import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Command } from "commander";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { encoders } from "../encoders/index.js";
import { methods } from "../methods/index.js";
import { optimizers } from "../optim/index.js";
import { studies } from "../studies/index.js";
import { commandLoaders } from "./commands.js";
import { commandFor, commandLine } from "./library-calls.js";
import { commandWords } from "./vocabulary.js";

// Messages of the rooms below the command line are read by those who call the library too: CONTRIBUTING.md, "Messages".

/** Documents, and texts of `--help`: their backticks set off other things than options. */
const documents = [
  "src/config/run-options.ts",
  "src/export/model-card.ts",
  "src/export/pictures/picture-card.ts",
  "src/export/texts/text-card.ts",
  "src/export/run-scores.ts",
  "src/studies/linear-autoencoders/linear-report.ts",
];

const root = new URL("../../", import.meta.url);

const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "src"], {
  cwd: root,
  encoding: "utf8",
})
  .split("\0")
  .filter((file) => file.endsWith(".ts") && !/\.(test|suite)\.ts$|^src\/cli\//.test(file))
  .filter((file) => !documents.includes(file));

interface Text {
  readonly at: string;
  /** With `…` in the place of what is put in. */
  readonly text: string;
}

function textsIn(file: string): Text[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(new URL(file, root), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Text[] = [];
  const add = (node: ts.Node, text: string) =>
    found.push({ at: `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, text });
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) add(node, node.text);
    if (ts.isTemplateExpression(node))
      add(node, [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join("…"));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const texts = files.flatMap(textsIn);
const told = (found: readonly Text[]) => found.map(({ at, text }) => `${at} ${text}`);

describe("messages of the rooms below the command line", () => {
  it("name no flag", () => {
    expect(texts.length).toBeGreaterThan(3000);
    // Of Node's own flags one is read, and never said.
    expect(told(texts.filter(({ text }) => /--(?!input-type$)[a-z]/.test(text)))).toEqual([]);
  });

  it("name a command only where the library has no word for it", () => {
    const commands = [...commandLoaders.keys()].filter(
      (name) => !["doctor", "demo", "cache", "list"].includes(name),
    );
    const named = new RegExp(`\\bunlabel (${commands.join("|")})\\b`);
    expect(told(texts.filter(({ text }) => named.test(text)))).toEqual([]);
  });

  it("name in backticks what some command has, or stand back in parentheses", async () => {
    // Said only to who gave them, which takes a program.
    const known = new Set<string>(["pathColumn", "store"]);
    const argvs = [
      ...[...commandLoaders.keys()].map((name) => [name]),
      ...[...studies.keys()].map((name) => ["study", name]),
    ];
    for (const argv of argvs) {
      const command = new Command(argv[0]);
      await (await commandLoaders.get(argv[0]!)!.load()).register(command, argv);
      for (const option of commandWords(command).keys()) known.add(option);
    }
    for (const [kind, makers] of Object.entries({
      method: methods,
      encoder: encoders,
      optimizer: optimizers,
    }))
      for (const { definition } of makers.values())
        for (const option of Object.keys(definition.options.shape)) known.add(`${kind}.${option}`);
    const isKnown = (code: string) =>
      code.includes("…") ||
      known.has(code.replace(/: .*$/s, "")) ||
      /^\{ (method|encoder) \}$/.test(code) ||
      (commandFor(code) ?? commandLine(code, String)) !== undefined;
    const sentences = texts.filter(({ text }) => / /.test(text) && !text.includes("\n"));
    const unknown = sentences.flatMap(({ at, text }) =>
      [...text.replace(/ \(`[\w.]+`\)/g, "").matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) =>
        isKnown(code) ? [] : [`${at} ${code}`],
      ),
    );
    expect(unknown).toEqual([]);
  });
});
