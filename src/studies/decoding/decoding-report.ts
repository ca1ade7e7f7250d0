import { barChart, type ReportSection, runReport, type Svg, type Table } from "../../report/index.js";
import { type Claim, claimLine, percent } from "../claim.js";
import { type DecodingFacts, spelled } from "./decoding-facts.js";
import { letterTexts } from "./letter-loops.js";
import { letterNet } from "./letter-net.js";
import type { LoopCount } from "./loops.js";

export const reportPictures = { found: "found.svg", lengths: "lengths.svg" } as const;

/** Every claim in a line. */
export function claimTable(claims: readonly Claim[]): Table {
  return {
    columns: ["SPEC row", "claim", "holds"],
    rows: claims.map(({ row, says, holds }) => [row, says, holds ? "yes" : "no"]),
  };
}

/** How often the best was found, by the width of the search. */
export function foundPicture({ trees, text }: DecodingFacts): Svg {
  const widths = [...new Set([...trees.shares, ...text].map(({ beams }) => beams))].sort((a, b) => a - b);
  const series = [
    { name: "made-up trees", shares: trees.shares },
    { name: "sentences", shares: text },
  ].map(({ name, shares }) => ({
    name,
    values: widths.map((width) => {
      const found = shares.find(({ beams }) => beams === width);
      return found === undefined ? Number.NaN : 100 * found.share;
    }),
  }));
  return barChart({
    title: "How often beam search finds the likeliest text",
    subtitle: "by the texts that are kept; 1 is greedy; the last is as wide as the tree",
    groups: widths.map(String),
    series,
    y: { label: "found, %", domain: [0, 100] },
  });
}

/** Lengths by the score, beside the text's. */
export function lengthPicture({ lengths, real }: DecodingFacts): Svg {
  const rows = [real, ...lengths];
  return barChart({
    title: "Words of the best sentences, by the score",
    subtitle: "medians; words that follow two, the end among them",
    groups: rows.map(({ name }) => name),
    series: [{ name: "words", values: rows.map(({ median }) => median) }],
    y: { label: "words" },
  });
}

/** The text of `report.md`. */
export function decodingReport(facts: DecodingFacts, claims: readonly Claim[], setting: string): string {
  const held = claims.filter(({ holds }) => holds).length;
  return runReport({
    title: "How texts are chosen",
    summary: `${setting}\n\n${held} of ${claims.length} claims hold.\n\n${claims.map((claim) => `- ${claimLine(claim)}`).join("\n")}`,
    sections: [
      {
        title: "The likeliest text",
        text: "Made-up trees have 4 tokens, one of which ends a text, and 5 steps; each is looked through. Sentences follow a model of one word of context, whose likeliest sentence is known exactly, built up from its end (Viterbi).",
        picture: { path: reportPictures.found, caption: "How often beam search finds the likeliest text" },
      },
      lengthSection(facts),
      examples(facts),
      {
        title: "Loops",
        text: "Texts that run through sentences; a loop is what stands at least three times in a row at their end. Start and period: medians, in words.",
        table: loopTable(facts.loops.counts),
      },
      {
        title: "Loops of a net",
        text: `The same of a transformer of two blocks that was trained on the text's characters and sees ${letterNet.longest} of them: texts of ${letterTexts.tokens} characters behind ${letterTexts.prompt}. A greedy one: ${facts.letters.example}`,
        table: loopTable(facts.letters.counts),
      },
      {
        title: "When a search is over",
        text: "Beam search with 4 texts, places of ended ones filled again. Same: the best text scores what it does where the search goes on until no text is open. Work: rows that the model is asked for, beside that.",
        table: {
          columns: ["rule", "score", "same", "work", "median words"],
          rows: facts.stops.map(({ until, normalise, same, rows, median }) => [
            until,
            scoreNames[normalise],
            percent(same),
            percent(rows),
            median,
          ]),
        },
      },
    ],
  });
}

function loopTable(counts: readonly LoopCount[]): Table {
  return {
    columns: ["way", "texts", "in loops", "start", "period"],
    rows: counts.map(({ name, texts, loops, start, period }) => [name, texts, loops, start, period]),
  };
}

const scoreNames = { none: "probability", penalty: "α = 0.6", length: "mean of a word" } as const;

function lengthSection({ lengths, real }: DecodingFacts): ReportSection {
  return {
    title: "Lengths",
    text: "Of the best of all sentences by each score: logarithm of the probability over ((5 + words) / 6)^α, or over the words. No search has a part in it. Cut: as long as a text may be.",
    picture: { path: reportPictures.lengths, caption: "Words of the best sentences, by the score" },
    table: {
      columns: ["score", "median", "shortest", "longest", "cut"],
      rows: [real, ...lengths].map(({ name, median, shortest, longest, cut }) => [
        name,
        median,
        shortest,
        longest,
        percent(cut),
      ]),
    },
  };
}

function examples({ examples: some, words }: DecodingFacts): ReportSection {
  return {
    title: "Examples",
    table: {
      columns: ["beginning", "in the text", "likeliest", "best by mean of a word"],
      rows: some.map(({ prompt, real, likeliest, mean }) =>
        [prompt, real, likeliest, mean].map((ids) => spelled(ids, words) || "(ends)"),
      ),
    },
  };
}
