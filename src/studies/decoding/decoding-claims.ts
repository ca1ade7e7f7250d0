import { type Claim, digits, percent } from "../claim.js";
import { type DecodingFacts, loopsOf, spelled } from "./decoding-facts.js";
import type { FoundShare } from "./found-shares.js";
import type { LengthRow } from "./lengths.js";
import { letterTexts } from "./letter-loops.js";
import { letterNet } from "./letter-net.js";
import { type LoopCount, loopTokens } from "./loops.js";

/** What the lecture says of decoding; each is judged by a threshold that its sentence names. */
export function decodingClaims(facts: DecodingFacts): Claim[] {
  return [
    exhaustive(facts),
    greedyLoops(facts),
    netLoops(facts),
    samplingDoesNot(facts),
    beamInTrees(facts),
    beamInText(facts),
    shortOnes(facts),
    longOnes(facts),
    between(facts),
    boundIsEnough(facts),
  ];
}

function exhaustive({ sizes, words }: DecodingFacts): Claim {
  const last = sizes.at(-1)!;
  return {
    row: "62",
    says: "to look at all texts takes M^T of them, for M tokens and T steps",
    holds: sizes.every(({ vocabulary, tokens, texts }) => texts === vocabulary ** tokens),
    measured: `Counted in ${sizes.length} trees without an end, up to ${last.texts.toLocaleString("en")} texts of ${last.tokens} tokens out of ${last.vocabulary}; of the ${words.length} words here and 10 steps there are ${digits(words.length ** 10)}.`,
  };
}

function greedyLoops(facts: DecodingFacts): Claim {
  const { texts, loops, start, period } = loopsOf(facts, "greedy");
  const own = loopsOf(facts, "the text itself");
  const example = facts.loops.longest;
  const said =
    example === undefined
      ? ""
      : ` One says again and again: ${spelled(facts.loops.example.subarray(example.start, example.start + example.period), facts.words)}`;
  return {
    row: "63",
    says: `greedy decoding runs into loops: at least half of its texts of ${loopTokens} words end in one, and fewer than a hundredth of the text's own`,
    holds: loops >= texts / 2 && own.loops < own.texts / 100,
    measured: `${loops} of ${texts} texts, after ${start ?? "no"} words with ${period ?? "no"} words a time (medians); of the text's own ${own.loops} of ${own.texts}. A model of one word of context has to loop once a word comes twice; here that is soon.${said.replace(/ \.$/, "")}${said === "" ? "" : "."}`,
  };
}

function netLoops({ letters: { counts, loss, example } }: DecodingFacts): Claim {
  const [greedy, ...others] = counts as [LoopCount, ...LoopCount[]];
  const sampled = others.filter(({ name }) => name.startsWith("sampling"));
  return {
    row: "63",
    says: `so does that of a net, which need not: at least half of its greedy texts of ${letterTexts.tokens} characters end in a loop, and fewer than one in twenty of those that are drawn`,
    holds: greedy.loops >= greedy.texts / 2 && sampled.every(({ loops, texts }) => loops < texts / 20),
    measured: `A transformer that sees ${letterNet.longest} characters, ${digits(loss)} nats a character: ${counts.map(({ name, texts, loops }) => `${name} ${loops} of ${texts}`).join(", ")}. Greedy: ${example.slice(0, 120).trim()}.`,
  };
}

function samplingDoesNot(facts: DecodingFacts): Claim {
  const rows = ["sampling", "sampling, top-p 0.9", "sampling at temperature 0.3", "beam search, 4"].map(
    (name) => loopsOf(facts, name),
  );
  const [free, nucleus] = rows as [(typeof rows)[0], (typeof rows)[0]];
  return {
    row: "61, 63",
    says: "random sampling does not: fewer than one in twenty texts end in a loop, with all tokens and with the likeliest that reach 0.9 together",
    holds: [free, nucleus].every(({ texts, loops }) => loops < texts / 20),
    measured: `${rows.map(({ name, texts, loops }) => `${name} ${loops} of ${texts}`).join(", ")}.`,
  };
}

const listed = (shares: readonly FoundShare[]) =>
  shares.map(({ beams, share }) => `${percent(share)} with ${beams}`).join(", ");

/** Whether a share never falls by more than a hundredth from one width to the next. */
const rises = (shares: readonly FoundShare[]) =>
  shares.every(({ share }, i) => i === 0 || share >= shares[i - 1]!.share - 0.01);

function beamInTrees({ trees: { shares, leaves } }: DecodingFacts): Claim {
  return {
    row: "62, 64",
    says: "beam search finds the likeliest text more often the wider it is, and always where it is as wide as the tree",
    holds: rises(shares) && shares.at(-1)!.share === 1 && shares[0]!.share < 1,
    measured: `Of made-up trees with ${leaves} leaves the best was found in ${listed(shares)}; 1 is greedy.`,
  };
}

function beamInText({ text }: DecodingFacts): Claim {
  return {
    row: "64",
    says: "on a text a few beams are far better than greedy decoding: 8 find the likeliest sentence at least twice as often",
    holds: text.find(({ beams }) => beams === 8)!.share >= 2 * text[0]!.share && text[0]!.share < 1,
    measured: `The likeliest sentence of all, known exactly, was found in ${listed(text)}.`,
  };
}

const lengthsOf = ({ median, shortest, longest }: LengthRow) => `${median} (${shortest} to ${longest})`;

function shortOnes({ lengths, real }: DecodingFacts): Claim {
  const raw = lengths.find(({ alpha }) => alpha === 0)!;
  return {
    row: "65",
    says: "the product of probabilities favours very short sentences: the likeliest have at most half as many words as those of the text (medians)",
    holds: raw.median <= real.median / 2,
    measured: `Words that follow two, the end among them: ${lengthsOf(raw)} of the likeliest of all, ${lengthsOf(real)} in the text.`,
  };
}

function longOnes({ lengths, real }: DecodingFacts): Claim {
  const mean = lengths.at(-1)!;
  return {
    row: "65",
    says: "normalising can favour very long ones: by the mean of a word the best have at least twice as many words as those of the text (medians)",
    holds: mean.median >= 2 * real.median,
    measured: `${lengthsOf(mean)} words, ${percent(mean.cut)} as long as they may be; ${lengthsOf(real)} in the text.`,
  };
}

function between({ lengths, real }: DecodingFacts): Claim {
  const rows = lengths.filter(({ alpha }) => alpha !== null);
  const closest = rows.reduce((a, b) =>
    Math.abs(b.median - real.median) < Math.abs(a.median - real.median) ? b : a,
  );
  return {
    row: "65",
    says: "a length penalty lies between the two: with its exponent the lengths grow, and for one of those tried the median is within a quarter of the text's",
    holds:
      rows.every(({ median }, i) => i === 0 || median >= rows[i - 1]!.median) &&
      Math.abs(closest.median - real.median) <= real.median / 4,
    measured: `Medians: ${rows.map(({ alpha, median }) => `${median} for ${alpha}`).join(", ")}; ${real.median} in the text.`,
  };
}

function boundIsEnough({ stops }: DecodingFacts): Claim {
  const [bound, first] = (["bound", "first"] as const).map((rule) =>
    stops.filter(({ until }) => until === rule),
  );
  const said = (rows: typeof stops) =>
    rows
      .map(
        ({ normalise, same, rows: asked }) =>
          `${normalise} ${percent(same)} with ${percent(asked)} of the work`,
      )
      .join(", ");
  return {
    row: "66",
    says: "a search may end once no open text can beat the best ended one: the best text is always the same as when it goes on, and to end with the first text that ends is not enough",
    holds: bound!.every(({ same, rows }) => same === 1 && rows <= 1) && first!.some(({ same }) => same < 1),
    measured: `The same best text, by score: bound ${said(bound!)}; first ${said(first!)}.`,
  };
}
