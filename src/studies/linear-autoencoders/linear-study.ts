import { nodeEngine } from "../../engine/index.js";
import { stepMemory } from "../../steps/index.js";
import { finishedArms, openArms } from "../arms/arm-record.js";
import { planArms } from "../arms/plan-arms.js";
import { progressOf } from "../arms/progress-of.js";
import { writeFiles } from "../arms/write-files.js";
import { claimLine } from "../claim.js";
import { defineStudy, type StudyContext } from "../study.js";
import { drawMask } from "./draw-mask.js";
import { exactClaims, stoppingClaims } from "./exact-claims.js";
import type { LearnedFacts } from "./learned-facts.js";
import { armTitle, linearArms } from "./linear-arms.js";
import { descentPicture, drawnPicture, recoveryPicture, spectraPicture } from "./linear-charts.js";
import { exactFacts, references, withDirections } from "./linear-facts.js";
import { type LinearOptions, linearOptions } from "./linear-options.js";
import { armTable, linearReport, reportPictures } from "./linear-report.js";
import { type LinearResult, linearResult } from "./linear-result.js";
import { maskClaims } from "./mask-claims.js";
import { isTable, openTableRows } from "./open-table-rows.js";
import { type ArmRows, runLinearArm, withNoise } from "./run-linear-arm.js";
import { spectrumClaims } from "./spectrum-claims.js";
import { makeRows, openPictureRows, type StudyRows } from "./study-rows.js";
import { traceArm } from "./trace-arm.js";
import { valueTable } from "./value-table.js";

const name = "linear-autoencoders";

export const linearStudy = defineStudy({
  name,
  title: "What linear autoencoders do",
  claim:
    "Two matrices, least squares and unrolled gradient descent, trained on whole, noisy and masked pictures or table rows: when an autoencoder is the identity, who trains the rows that a mask drops, what early stopping removes, and which values can be recovered.",
  options: linearOptions,
  async plan(options, context) {
    const { out, signal } = context;
    const { seed, steps, batchSize } = options;
    const finished = await finishedArms(recordOf(options, context), linearResult);
    const data = await openRows(options, context);
    const made = makeRows(seed);
    const toPlan = linearArms.map((arm) => ({
      ...{ name: arm.name, title: armTitle(arm), steps },
      weigh: async () => ({
        batchSize,
        memory: stepMemory(traceArm(arm, arm.data === "made" ? made : data, options)),
      }),
    }));
    const { values, words, about, training, test, notes, scale } = data;
    const { recovery, drawn, ...charts } = reportPictures;
    return {
      ...(await planArms(toPlan, {
        ...{ seeds: [seed], finished: finished.map((result) => ({ ...result, seed })), signal },
      })),
      data: `${data.name}: ${training.length / values} ${words.many}, ${about} (${values} values); ${test.length / values} others to measure on`,
      out,
      writes: [
        ...["study.json", "arms.jsonl", "report.md", ...Object.values(charts)],
        ...(scale === null ? [] : [recovery, drawn]),
      ],
      notes: notes === undefined ? [] : [notes.trim()],
    };
  },
  async *run(options, context) {
    const { out, signal } = context;
    const record = await openArms(recordOf(options, context), linearResult);
    const results = new Map(record.finished.map((result) => [result.name, result]));
    const data = withDirections(await openRows(options, context));
    const made = withDirections(makeRows(options.seed));
    const engine = nodeEngine(options.threads === undefined ? {} : { threads: options.threads });
    const total = linearArms.length + 1;
    try {
      // First, since data that they cannot be had of are refused before anything is trained.
      yield { type: "part", done: 0, total, message: "What follows from the formulas" };
      signal?.throwIfAborted();
      const exact = await exactFacts(engine, data, options);
      for (const [place, arm] of linearArms.entries()) {
        if (results.has(arm.name)) continue;
        const title = armTitle(arm);
        yield { type: "part", done: place + 1, total, message: title };
        const rows = arm.data === "made" ? made : data;
        const training = runLinearArm(engine, arm, rows, options, signal);
        const result = yield* progressOf(training, title);
        record.keep(result);
        results.set(arm.name, result);
      }
      const learned = { ...references(data, made, options), results };
      const claims = [
        ...exactClaims(exact),
        ...stoppingClaims(exact),
        ...spectrumClaims(learned),
        ...maskClaims(learned),
      ];
      const setting = settingOf(options, data, results);
      const { words, names } = data;
      const named = names === undefined ? null : valueTable(data, names, results);
      const files = await writeFiles(out, [
        ["report.md", linearReport({ claims, results, setting, words, named })],
        [reportPictures.spectra, spectraPicture(results)],
        [reportPictures.descent, descentPicture(exact.stopping, results)],
        ...(data.scale === null ? [] : await drawnFiles(data, options, learned)),
      ]);
      yield { type: "finished", table: armTable(results, words), findings: claims.map(claimLine), files };
    } finally {
      record.close();
      await engine.dispose();
    }
  },
});

const recordOf = (options: LinearOptions, { out }: StudyContext) => ({
  ...{ study: name, out, options, free: ["threads"] },
});

const openRows = (options: LinearOptions, context: StudyContext): Promise<StudyRows> =>
  isTable(options.data) ? openTableRows(options) : openPictureRows(options, context);

/** Test pictures as arms saw them: with noise, and with masked values at the mean. */
function corrupted({ test }: ArmRows, options: LinearOptions) {
  const missing = drawMask(test.length, options.hiddenShare, "test", options.seed);
  return { noisy: withNoise(test, options), masked: test.map((value, i) => (missing[i] === 1 ? 0 : value)) };
}

/** Maps and sheets of what has pixels. */
async function drawnFiles(
  rows: ArmRows,
  options: LinearOptions,
  { regression, results }: LearnedFacts,
): Promise<(readonly [name: string, content: Uint8Array])[]> {
  return [
    [reportPictures.recovery, await recoveryPicture(rows, regression.data, results)],
    [reportPictures.drawn, await drawnPicture(rows, corrupted(rows, options), results)],
  ];
}

function settingOf(
  { steps, batchSize, learningRate, noise, hiddenShare, seed }: LinearOptions,
  { name: data, words, about, notes = "", training, test, values, directions }: ArmRows,
  results: ReadonlyMap<string, LinearResult>,
): string {
  const seconds = [...results.values()].reduce((sum, result) => sum + result.seconds, 0);
  return `${training.length / values} ${words.many} of ${data}, ${about} (${values} values, of which ${directions.columns} directions hold 99 % of the energy), ${test.length / values} others to measure on.${notes} Each arm: ${steps} steps of ${batchSize}, AdamW from ${learningRate}, seed ${seed}; noise of ${noise} deviations, ${100 * hiddenShare} % of ${words.values} masked, each by itself. ${results.size} arms took ${(seconds / 60).toFixed(1)} minutes.`;
}
