import { join } from "node:path";
import { nodeEngine } from "../../engine/index.js";
import { JsonlWriter, makeFolder, writeFileAtomically } from "../../formats/index.js";
import { readFinished } from "../arms/read-finished.js";
import { claimLine } from "../claim.js";
import { keepSetting } from "../keep-setting.js";
import { refuseOtherOptions } from "../refuse-other-options.js";
import { defineStudy } from "../study.js";
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
import { makeRows, openPictureRows } from "./study-rows.js";
import { drawMask } from "./trace-arm.js";
import { valueTable } from "./value-table.js";

const name = "linear-autoencoders";

export const linearStudy = defineStudy({
  name,
  title: "What linear autoencoders do",
  claim:
    "Two matrices, least squares and unrolled gradient descent, trained on whole, noisy and masked pictures or table rows: when an autoencoder is the identity, who trains the rows that a mask drops, what early stopping removes, and which values can be recovered.",
  options: linearOptions,
  async *run(options, context) {
    const { out, signal } = context;
    await refuseOtherOptions(out, name, options, ["threads"]);
    await keepSetting(out, name, options, ["threads"]);
    const path = join(out, "arms.jsonl");
    const results = new Map((await readFinished(path, linearResult)).map((result) => [result.name, result]));
    const opened = isTable(options.data) ? openTableRows(options) : openPictureRows(options, context);
    const data = withDirections(await opened);
    const made = withDirections(makeRows(options.seed));
    const engine = nodeEngine(options.threads === undefined ? {} : { threads: options.threads });
    const record = new JsonlWriter(path);
    const total = linearArms.length + 1;
    try {
      for (const [done, arm] of linearArms.entries()) {
        if (results.has(arm.name)) continue;
        const title = armTitle(arm);
        yield { type: "part", done, total, message: title };
        const rows = arm.data === "made" ? made : data;
        const training = runLinearArm(engine, arm, rows, options, signal);
        let next = await training.next();
        while (next.done !== true) {
          yield { type: "progress", message: `${title}: ${next.value}` };
          next = await training.next();
        }
        record.append(next.value);
        results.set(arm.name, next.value);
      }
      yield { type: "part", done: total - 1, total, message: "What follows from the formulas" };
      signal?.throwIfAborted();
      const exact = await exactFacts(engine, data, options);
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
      const files = await write(out, [
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

async function write(
  out: string,
  contents: readonly (readonly [name: string, content: string | Uint8Array])[],
): Promise<string[]> {
  await makeFolder(out);
  const files: string[] = [];
  for (const [file, content] of contents) {
    files.push(join(out, file));
    await writeFileAtomically(join(out, file), content);
  }
  return files;
}
