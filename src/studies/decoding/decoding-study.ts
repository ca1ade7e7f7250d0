import { readFile } from "node:fs/promises";
import { DataError } from "../../errors.js";
import { availableMemory } from "../../train/index.js";
import { writeFiles } from "../arms/write-files.js";
import { claimLine } from "../claim.js";
import { keepSetting, refuseOtherSetting } from "../keep-setting.js";
import { defineStudy, type StudyContext } from "../study.js";
import { decodingClaims } from "./decoding-claims.js";
import { beginningsOf, measure, measuredParts } from "./decoding-facts.js";
import { type DecodingOptions, decodingOptions } from "./decoding-options.js";
import {
  claimTable,
  decodingReport,
  foundPicture,
  lengthPicture,
  reportPictures,
} from "./decoding-report.js";
import { playText } from "./play-text.js";
import { type Sentences, sentencesOf } from "./sentences.js";

const name = "decoding";

export const decodingStudy = defineStudy({
  name,
  title: "How texts are chosen",
  claim:
    "Greedy decoding, sampling, beam search and exhaustive search over models that are known exactly: how often a beam finds the likeliest text, whether greedy decoding loops, what the product of probabilities and its normalisation do to lengths, and when a search is over.",
  options: decodingOptions,
  async plan(options, context) {
    const begun = await refuseOtherSetting(settingOf(options, context));
    const sentences = await openSentences(options);
    return {
      data: about(options, sentences),
      trainings: [],
      results: measuredParts,
      done: 0,
      time: { seconds: null, restsOn: "nothing is trained; the models are counts, and a part takes seconds" },
      largest: null,
      availableBytes: availableMemory(),
      out: context.out,
      writes: ["study.json", "report.md", ...Object.values(reportPictures)],
      notes: begun ? ["It was made there before, and is made again."] : [],
    };
  },
  async *run(options, context) {
    await keepSetting(settingOf(options, context));
    const sentences = await openSentences(options);
    const parts = measure(sentences, options, context.signal);
    let done = 0;
    for (;;) {
      const step = await parts.next();
      if (step.done !== true) {
        context.signal?.throwIfAborted();
        yield { type: "part", done: done++, total: measuredParts, message: step.value };
        continue;
      }
      const facts = step.value;
      const claims = decodingClaims(facts);
      const files = await writeFiles(context.out, [
        ["report.md", decodingReport(facts, claims, about(options, sentences))],
        [reportPictures.found, foundPicture(facts)],
        [reportPictures.lengths, lengthPicture(facts)],
      ]);
      yield { type: "finished", table: claimTable(claims), findings: claims.map(claimLine), files };
      return;
    }
  },
});

const settingOf = (options: DecodingOptions, { out }: StudyContext) => ({
  ...{ study: name, folder: out, options, free: [] },
});

async function openSentences({ data, vocabulary }: DecodingOptions): Promise<Sentences> {
  return sentencesOf(data === "play" ? playText : await readText(data), vocabulary, data);
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

function about({ data, tokens, trees, prompts, seed }: DecodingOptions, sentences: Sentences): string {
  const { words, pieces, whole } = sentences;
  const counted = pieces.reduce((sum, { length }) => sum + length, 0);
  return `${data}: ${counted} words, ${whole.length} sentences, ${words.length} words that differ. ${beginningsOf(sentences, prompts).prompts.length} beginnings of two words go on for up to ${tokens} words; ${trees} made-up trees; seed ${seed}.`;
}
