import { nodeEngine } from "../../engine/index.js";
import { JUDGING } from "../../evaluate/index.js";
import { weighStep } from "../../train/index.js";
import { finishedArms, openArms } from "../arms/arm-record.js";
import { openPictures, picturesLine, type StudyPictures } from "../arms/open-pictures.js";
import { seedsOf } from "../arms/picture-study-options.js";
import { planArms } from "../arms/plan-arms.js";
import { progressOf } from "../arms/progress-of.js";
import { writeFiles } from "../arms/write-files.js";
import { claimLine } from "../claim.js";
import { hours } from "../compare/index.js";
import { namesIn } from "../names-in.js";
import { defineStudy, type StudyContext } from "../study.js";
import { chooseArms, pixelsName } from "./code-arms.js";
import { capacityPicture, energyPicture, errorPicture } from "./code-charts.js";
import { codeClaims } from "./code-claims.js";
import { type CodeOptions, codeOptions, freeOptions } from "./code-options.js";
import { codeReport, codeTable, reportPictures } from "./code-report.js";
import { codeResult } from "./code-result.js";
import { type CodeScores, codeScores, remakingArms } from "./code-scores.js";
import { codeWorld } from "./code-world.js";
import { codeParts, judgePixels, runCodeArm } from "./run-code-arm.js";

const name = "codes";

export const codeStudy = defineStudy({
  name,
  title: "How much a code may hold",
  claim:
    "A code that cannot hold everything has to hold what matters: few numbers, noise, sparsity and whole numbers limit it, and what is left is judged by probes beside the reconstruction error, which is an energy and no measure of use. Noise and hiding are tried as augmentation too.",
  options: codeOptions,
  async plan(options, context) {
    const arms = chooseArms(options.kinds?.flatMap(namesIn));
    const finished = await finishedArms(recordOf(options, context), codeResult);
    const pictures = await openPictures(name, options, context);
    const world = codeWorld(pictures, options);
    const toPlan = arms.map((arm) => ({
      ...{ name: arm.name, title: arm.title, steps: arm.isTrained ? options.steps : 0 },
      async weigh() {
        const { parts } = await codeParts(arm, world, options, options.seed);
        return { batchSize: parts.config.batchSize, memory: weighStep(parts) };
      },
    }));
    const { signal, out } = context;
    const results = { seeds: seedsOf(options), finished, single: [pixelsName], signal };
    return {
      ...(await planArms(toPlan, results)),
      data: picturesLine(pictures),
      out,
      writes: ["study.json", "arms.jsonl", "report.md", ...Object.values(reportPictures)],
      notes: [],
    };
  },
  async *run(options, context) {
    const arms = chooseArms(options.kinds?.flatMap(namesIn));
    const { out, signal } = context;
    const record = await openArms(recordOf(options, context), codeResult);
    const { finished } = record;
    const pictures = await openPictures(name, options, context);
    const world = codeWorld(pictures, options);
    const seeds = seedsOf(options);
    const isFinished = (arm: string, seed: number) =>
      finished.some((result) => result.name === arm && result.seed === seed);
    const jobs = arms.flatMap((arm) => seeds.map((seed) => ({ arm, seed })));
    const total = jobs.length + 1;
    const engine = nodeEngine(options.threads === undefined ? {} : { threads: options.threads });
    try {
      // Pixels are the same whatever the seed.
      if (!isFinished(pixelsName, options.seed)) {
        yield { type: "part", done: 0, total, message: "pixels as they are" };
        signal?.throwIfAborted();
        record.keep(await judgePixels(engine, world, options.seed));
      }
      for (const [place, { arm, seed }] of jobs.entries()) {
        if (isFinished(arm.name, seed)) continue;
        signal?.throwIfAborted();
        const message = `${arm.title}, seed ${seed}`;
        yield { type: "part", done: place + 1, total, message };
        const running = runCodeArm(engine, arm, world, options, seed, signal);
        record.keep(yield* progressOf(running, message));
      }
    } finally {
      record.close();
      await engine.dispose();
    }
    const asked = new Set([pixelsName, ...arms.map((arm) => arm.name)]);
    const scores = codeScores(
      finished.filter((result) => asked.has(result.name) && seeds.includes(result.seed)),
    );
    const claims = codeClaims(scores);
    const charts = [...drawn(scores, pictures, options)];
    const report = codeReport(claims, scores, {
      setting: settingOf(options, pictures, scores),
      pictures: charts.map(([file]) => file),
    });
    const files = await writeFiles(out, [["report.md", report], ...charts]);
    yield { type: "finished", table: codeTable(scores), findings: claims.map(claimLine), files };
  },
});

const recordOf = (options: CodeOptions, { out }: StudyContext) => ({
  ...{ study: name, out, options: { ...options, judging: JUDGING }, free: freeOptions },
});

/** The charts that there is something to draw in. */
function* drawn(
  scores: CodeScores,
  { name }: StudyPictures,
  { seeds }: CodeOptions,
): Generator<readonly [string, string]> {
  const subtitle = `${name}, ${seeds} ${seeds === 1 ? "seed" : "seeds"}`;
  if (remakingArms(scores).length === 0) return;
  const capacities = capacityPicture(scores, subtitle);
  if (capacities !== null) yield [reportPictures.capacity, capacities];
  yield [reportPictures.error, errorPicture(scores, `${subtitle}; bands: one standard error`)];
  if (scores.has("numbers/2")) yield [reportPictures.energy, energyPicture(scores, subtitle)];
}

function settingOf(
  { widths, steps, batchSize, seeds, samples, labelled }: CodeOptions,
  { name: data, training, test, shape, classNames }: StudyPictures,
  scores: CodeScores,
): string {
  const count = training.labels.length;
  return `${data}: ${count} pictures of ${shape[1]} x ${shape[2]} and ${shape[0] === 3 ? "three colours" : "grey"} to train on, ${test.labels.length} held out, ${classNames.length} classes. One encoder (mlp ${widths.join(", ")} and the embedding), ${steps} steps of ${batchSize} pictures, each method with its own recipe, ${seeds} ${seeds === 1 ? "seed" : "seeds"}; supervised arms see ${Math.min(labelled, count)} labelled pictures. kNN and linear probes of frozen embeddings have at most ${2 * samples} training pictures. The arms took ${hours(scores.seconds)}.`;
}
