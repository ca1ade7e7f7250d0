import { type Engine, nodeEngine } from "../../engine/index.js";
import { JUDGING } from "../../evaluate/index.js";
import { weighStep } from "../../train/index.js";
import { type ArmRecord, finishedArms, openArms } from "../arms/arm-record.js";
import { openPictures, picturesLine, type StudyPictures } from "../arms/open-pictures.js";
import { seedsOf } from "../arms/picture-study-options.js";
import { type ArmToPlan, planArms } from "../arms/plan-arms.js";
import { progressOf } from "../arms/progress-of.js";
import { writeFiles } from "../arms/write-files.js";
import { hours } from "../compare/index.js";
import { namesIn } from "../names-in.js";
import { defineStudy, type StudyContext, type StudyEvent } from "../study.js";
import { type ArmResult, type ArmScores, armResult, armScores } from "./arm-scores.js";
import type { Lab, ShortcutArm } from "./lab.js";
import { carried, chooseLabs, type LeftOut, leftOutLine } from "./labs.js";
import { armParts, runArm } from "./run-arm.js";
import { freeOptions, type ShortcutOptions, shortcutOptions } from "./shortcut-options.js";
import { armTable, findingsOf, labFiles, labPicture, shortcutReport } from "./shortcut-report.js";

const name = "shortcuts";

export const shortcutStudy = defineStudy({
  name,
  title: "Shortcuts",
  claim:
    "A task can be solved without learning what it was meant to teach: by a lens's colours, by lines that go on from patch to patch, by a mark that goes with the class, by texture instead of shape. Each is trained with and without its cure, and accuracy in the task is shown against that of a probe.",
  options: shortcutOptions,
  async plan(options, context) {
    const asked = chooseLabs(options.labs?.flatMap(namesIn));
    const { out, signal } = context;
    const finished = await finishedArms(recordOf(options, context), armResult);
    const pictures = await openPictures(name, options, context);
    const { chosen, leftOut } = carried(asked, pictures);
    const toPlan = chosen.flatMap((lab) => armsToPlan(lab, pictures, options));
    return {
      ...(await planArms(toPlan, { seeds: seedsOf(options), finished, signal })),
      data: picturesLine(pictures),
      out,
      writes: [
        ...["study.json", "arms.jsonl", "report.md"],
        ...chosen.flatMap((lab) => Object.values(labFiles(lab))),
      ],
      notes: leftOut.map((one) => `${capital(leftOutLine(one))}.`),
    };
  },
  async *run(options, context) {
    const asked = chooseLabs(options.labs?.flatMap(namesIn));
    const { out } = context;
    const record = await openArms(recordOf(options, context), armResult);
    const pictures = await openPictures(name, options, context);
    const { chosen, leftOut } = carried(asked, pictures);
    for (const one of leftOut) yield { type: "warning", message: `${capital(leftOutLine(one))}.` };
    const seeds = seedsOf(options);
    const total = seeds.length * chosen.reduce((sum, lab) => sum + lab.arms(options).length, 0);
    const engine = nodeEngine(options.threads === undefined ? {} : { threads: options.threads });
    try {
      let before = 0;
      for (const lab of chosen) {
        const jobs = lab.arms(options).flatMap((arm) => seeds.map((seed) => ({ arm, seed })));
        yield* runLab(engine, { lab, jobs, pictures, options, context, total, before }, record);
        before += jobs.length;
      }
      const scores = armScores(record.finished.filter(({ seed }) => seeds.includes(seed)));
      const files = await write({ out, chosen, leftOut, scores, pictures, options, engine });
      const findings = findingsOf(chosen, scores);
      yield { type: "finished", table: armTable(chosen, scores, options), findings, files };
    } finally {
      record.close();
      await engine.dispose();
    }
  },
});

const recordOf = (options: ShortcutOptions, { out }: StudyContext) => ({
  ...{ study: name, out, options: { ...options, judging: JUDGING }, free: freeOptions },
});

/** A lab's pictures are made once, for the first arm that is weighed. */
function armsToPlan(lab: Lab, pictures: StudyPictures, options: ShortcutOptions): ArmToPlan[] {
  const { shape, classNames } = pictures;
  let sets: ReturnType<Lab["sets"]> | undefined;
  return lab.arms(options).map((arm) => ({
    ...{ name: arm.name, title: `${lab.title}: ${arm.title}` },
    steps: arm.trainedOn === null ? 0 : arm.steps,
    async weigh() {
      sets ??= lab.sets(pictures, options);
      const { parts } = await armParts(arm, { sets, shape, classNames }, options, options.seed);
      return { batchSize: parts.config.batchSize, memory: weighStep(parts) };
    },
  }));
}

interface LabJobs {
  readonly lab: Lab;
  readonly jobs: readonly { readonly arm: ShortcutArm; readonly seed: number }[];
  readonly pictures: StudyPictures;
  readonly options: ShortcutOptions;
  readonly context: StudyContext;
  /** Arms of all labs, and of those before this. */
  readonly total: number;
  readonly before: number;
}

/** Runs what is not finished; a lab's pictures are made only where something is left to do. */
async function* runLab(
  engine: Engine,
  { lab, jobs, pictures, options, context, total, before }: LabJobs,
  record: ArmRecord<ArmResult>,
): AsyncGenerator<StudyEvent, void> {
  const isFinished = ({ arm, seed }: LabJobs["jobs"][number]) =>
    record.finished.some((result) => result.name === arm.name && result.seed === seed);
  if (jobs.every(isFinished)) return;
  const { shape, classNames } = pictures;
  const world = { sets: lab.sets(pictures, options), shape, classNames };
  for (const [place, job] of jobs.entries()) {
    if (isFinished(job)) continue;
    context.signal?.throwIfAborted();
    const message = `${lab.title}: ${job.arm.title}, seed ${job.seed}`;
    yield { type: "part", done: before + place, total, message };
    const running = runArm(engine, job.arm, world, options, job.seed, context.signal);
    record.keep(yield* progressOf(running, message));
  }
}

async function write({
  out,
  chosen,
  leftOut,
  scores,
  pictures,
  options,
  engine,
}: {
  readonly out: string;
  readonly chosen: readonly Lab[];
  readonly leftOut: readonly LeftOut[];
  readonly scores: ArmScores;
  readonly pictures: StudyPictures;
  readonly options: ShortcutOptions;
  readonly engine: Engine;
}): Promise<string[]> {
  const setting = settingOf(options, pictures, chosen, scores);
  const contents: [string, string | Uint8Array][] = [
    ["report.md", shortcutReport(chosen, leftOut, scores, { options, setting })],
  ];
  for (const lab of chosen) {
    const { chart, sheet } = labFiles(lab);
    contents.push([chart, labPicture(lab, scores, options, pictures.name)]);
    contents.push([sheet, await lab.sheet(pictures, options, engine)]);
  }
  return writeFiles(out, contents);
}

function settingOf(
  options: ShortcutOptions,
  { name: data, training, test, shape, classNames }: StudyPictures,
  chosen: readonly Lab[],
  scores: ArmScores,
): string {
  const { widths, steps, patchSteps, seeds, samples } = options;
  const arms = chosen.flatMap((lab) => lab.arms(options));
  const seconds = arms
    .flatMap((arm) => scores.results(arm.name))
    .reduce((sum, result) => sum + result.seconds, 0);
  const counts = new Int32Array(classNames.length);
  for (const label of test.labels) counts[label]!++;
  const most = (100 * Math.max(...counts)) / test.labels.length;
  return `${data}: ${training.labels.length} pictures of ${shape[1]} x ${shape[2]} and ${shape[0] === 3 ? "three colours" : "grey"} to train on, ${test.labels.length} held out, ${classNames.length} classes (the most frequent is ${most.toFixed(1)} % of those held out). One encoder (convnet ${widths.join(", ")}); ${patchSteps} steps on pairs of patches, ${steps} on whole pictures, each method with its own recipe, ${seeds} ${seeds === 1 ? "seed" : "seeds"}. Pretext accuracy: the method's own task on held-out pictures; for SimCLR the share of views whose nearest second view in a batch is the same picture's. Probe: a linear classifier of frozen embeddings, fitted to at most ${2 * samples} training pictures. The arms took ${hours(seconds)}.`;
}

const capital = (line: string) => line.charAt(0).toUpperCase() + line.slice(1);
