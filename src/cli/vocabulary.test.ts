import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { callOf } from "../errors.js";
import { commandWords, inWordsOf, originWord, type Vocabulary } from "./vocabulary.js";

const runOptions = new Set(["labels", "labelColumn", "size", "positives", "holdout", "cache"]);

function vocabulary(command: Command): Vocabulary {
  return { command: command.name(), words: commandWords(command), runOptions };
}

const evaluate = vocabulary(
  new Command("evaluate")
    .argument("<run>")
    .option("--data <where>")
    .option("--label-column <name>")
    .option("--fine-tune-steps <n>")
    .option("--held-out")
    .option("--cache <folder>"),
);
const pretrain = vocabulary(
  new Command("pretrain")
    .argument("[data]")
    .option("--size <pixels>")
    .option("--positives <kind>")
    .option("--method.mask-patch <value>")
    .option("--resume <run>")
    .option("--config <file>"),
);

describe("options in the words of the command line", () => {
  it("are flags, with and without a value", () => {
    expect(inWordsOf(evaluate, "choose one with `labelColumn`.")).toBe("choose one with --label-column.");
    expect(inWordsOf(pretrain, 'Give `size: 64`, `positives: "time"` or `method.maskPatch: 2`.')).toBe(
      "Give --size 64, --positives time or --method.mask-patch 2.",
    );
    expect(inWordsOf(evaluate, "leave `heldOut: true` out")).toBe("leave --held-out out");
    expect(inWordsOf(pretrain, 'Give `size: "a b"`')).toBe("Give --size 'a b'");
  });

  it("have the command's own names", () => {
    expect(inWordsOf(evaluate, "`cacheFolder`, `fineTune.steps`, `run`")).toBe(
      "--cache, --fine-tune-steps, RUN",
    );
    expect(inWordsOf(pretrain, "other pictures with `data`, as `config` has it")).toBe(
      "other pictures with DATA, as --config has it",
    );
  });

  it("name the command that has them where this one has not", () => {
    expect(inWordsOf(evaluate, "Train with `holdout` of `pretrain`.")).toBe(
      "Train with --holdout of `unlabel pretrain`.",
    );
    expect(inWordsOf(evaluate, "a `method.maskPatch` that is too large")).toBe(
      "a --method.mask-patch of `unlabel pretrain` that is too large",
    );
    expect(inWordsOf(pretrain, "continue with `resume` of `pretrain`")).toBe("continue with --resume");
    expect(inWordsOf(evaluate, "as `UNLABEL_CONFIG` and `config`")).toBe(
      "as `UNLABEL_CONFIG` and UNLABEL_CONFIG",
    );
  });

  it("go where they stand alone in parentheses and the command has none", () => {
    const message = "big.png: more than 5,000 pixels (`maxPixels`), so make it smaller";
    expect(inWordsOf(evaluate, message)).toBe("big.png: more than 5,000 pixels, so make it smaller");
    expect(inWordsOf(pretrain, "resize them (`size`)")).toBe("resize them (--size)");
  });

  it("are called what they were called where they came from", () => {
    const words = new Map(pretrain.words)
      .set("labelColumn", originWord("labelColumn in unlabel.config.yaml"))
      .set("size", originWord("UNLABEL_SIZE"));
    expect(inWordsOf({ ...pretrain, words }, "`labelColumn`, `labelColumn: 3`, `size`, `size: 64`")).toBe(
      "labelColumn in unlabel.config.yaml, labelColumn: 3 in unlabel.config.yaml, UNLABEL_SIZE, UNLABEL_SIZE=64",
    );
  });
});

describe("calls of the library", () => {
  const said = (message: string) => inWordsOf(evaluate, message);

  it("are the commands that do the same", () => {
    expect(said(`Continue with ${callOf("pretrain", { resume: "my runs/a" })}.`)).toBe(
      "Continue with `unlabel pretrain --resume 'my runs/a'`.",
    );
    expect(said(callOf("evaluateRun", { run: "runs/a" }))).toBe("`unlabel evaluate runs/a`");
    expect(said(callOf("exportRun", "runs/a"))).toBe("`unlabel export runs/a`");
    expect(said("`pretrain({ data, method: colouriseRegression() })`")).toBe(
      "`unlabel pretrain DATA --method colourise-regression`",
    );
    expect(said("a run that `pretrain` made; `methods.keys()`")).toBe(
      "a run that `unlabel pretrain` made; `unlabel list methods`",
    );
  });

  it("survive any name of a folder", () => {
    for (const name of ["a`b", 'a"b', "a}) b", "it's", "a, b: c"]) {
      const call = callOf("pretrain", { resume: name });
      expect(call.slice(1, -1)).not.toContain("`");
      expect(said(call)).toMatch(/^`unlabel pretrain --resume /);
    }
    expect(said(callOf("pretrain", { resume: "a`b" }))).toBe("`unlabel pretrain --resume 'a`b'`");
  });

  it("are left alone where they are not known", () => {
    for (const text of ['`scope.inGroup("a")`', "`latents`", "`pretrain(`", "no code at all"])
      expect(said(text)).toBe(text);
  });
});
