import { readFile } from "node:fs/promises";
import { nodeEngine } from "../../engine/index.js";
import { DataError } from "../../errors.js";
import { stepMemory } from "../../steps/index.js";
import { availableMemory } from "../../train/index.js";
import { writeFiles } from "../arms/write-files.js";
import { claimLine } from "../claim.js";
import { keepSetting, refuseOtherSetting } from "../keep-setting.js";
import { largestOf, type PlannedTraining } from "../planned-work.js";
import { defineStudy, type StudyContext } from "../study.js";
import { decodingClaims } from "./decoding-claims.js";
import { beginningsOf, measure, measuredParts, type StudiedText } from "./decoding-facts.js";
import { type DecodingOptions, decodingOptions } from "./decoding-options.js";
import {
  claimTable,
  decodingReport,
  foundPicture,
  lengthPicture,
  reportPictures,
} from "./decoding-report.js";
import { letterNet, letterStep, lettersOf } from "./letter-net.js";
import { playText } from "./play-text.js";
import { sentencesOf } from "./sentences.js";

const name = "decoding";

export const decodingStudy = defineStudy({
  name,
  title: "How texts are chosen",
  claim:
    "Greedy decoding, sampling, beam search and exhaustive search, over models that are known exactly and a small net: how often a beam finds the likeliest text, whether greedy decoding loops, what the product of probabilities and its normalisation do to lengths, and when a search is over.",
  options: decodingOptions,
  async plan(options, context) {
    const begun = await refuseOtherSetting(settingOf(options, context));
    const text = await openText(options);
    const { peakBytes } = stepMemory(letterStep(text.letters));
    const trainings: PlannedTraining[] = [
      {
        ...{ name: "letters", title: "a small net on characters", steps: options.steps, runs: 1, done: 0 },
        ...{ batchSize: letterNet.batchSize, peakBytes, problem: null },
      },
    ];
    return {
      data: about(options, text),
      trainings,
      results: measuredParts,
      done: 0,
      time: { seconds: null, restsOn: "steps are not measured in a dry run; the other models are counts" },
      largest: largestOf(trainings),
      availableBytes: availableMemory(),
      out: context.out,
      writes: ["study.json", "report.md", ...Object.values(reportPictures)],
      notes: begun ? ["It was made there before, and is made again."] : [],
    };
  },
  async *run(options, context) {
    await keepSetting(settingOf(options, context));
    const text = await openText(options);
    const engine = nodeEngine(options.threads === undefined ? {} : { threads: options.threads });
    try {
      const parts = measure(engine, text, options, context.signal);
      let done = 0;
      let step = await parts.next();
      for (; step.done !== true; step = await parts.next()) {
        context.signal?.throwIfAborted();
        yield { type: "part", done: done++, total: measuredParts, message: step.value };
      }
      const facts = step.value;
      const claims = decodingClaims(facts);
      const files = await writeFiles(context.out, [
        ["report.md", decodingReport(facts, claims, about(options, text))],
        [reportPictures.found, foundPicture(facts)],
        [reportPictures.lengths, lengthPicture(facts)],
      ]);
      yield { type: "finished", table: claimTable(claims), findings: claims.map(claimLine), files };
    } finally {
      await engine.dispose();
    }
  },
});

const settingOf = (options: DecodingOptions, { out }: StudyContext) => ({
  ...{ study: name, folder: out, options, free: ["threads"] },
});

async function openText({ data, vocabulary }: DecodingOptions): Promise<StudiedText> {
  const text = data === "play" ? playText : await readText(data);
  return { sentences: sentencesOf(text, vocabulary, data), letters: lettersOf(text) };
}

/** @throws DataError for what is no text file in UTF-8 */
async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new DataError(
      `${path} should be a text file, but it cannot be read (${error.code}). Give another (\`data\`), or "play".`,
      { path },
      error,
    );
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new DataError(
      `${path} is no text in UTF-8. Save it as such, or give another (\`data\`).`,
      { path },
      error,
    );
  }
}

function about(
  { data, tokens, trees, prompts, steps, seed }: DecodingOptions,
  { sentences, letters }: StudiedText,
): string {
  const { words, pieces, whole } = sentences;
  const counted = pieces.reduce((sum, { length }) => sum + length, 0);
  return `${data}: ${counted} words, ${whole.length} sentences, ${words.length} words that differ. ${beginningsOf(sentences, prompts).prompts.length} beginnings of two words go on for up to ${tokens} words; ${trees} made-up trees; a net trained for ${steps} steps on ${letters.ids.length} characters, ${letters.characters.length} that differ; seed ${seed}.`;
}
