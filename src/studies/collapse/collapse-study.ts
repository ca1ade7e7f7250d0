import { convnet } from "../../encoders/index.js";
import { nodeEngine } from "../../engine/index.js";
import { ConfigError } from "../../errors.js";
import { JUDGING } from "../../evaluate/index.js";
import { picturesDataOf } from "../../kinds/index.js";
import { methods } from "../../methods/index.js";
import { type PretrainOptions, resolveRun } from "../../settle/index.js";
import { weighRun } from "../../train/index.js";
import { finishedArms, openArms } from "../arms/arm-record.js";
import { planArms } from "../arms/plan-arms.js";
import { progressOf } from "../arms/progress-of.js";
import { writeFiles } from "../arms/write-files.js";
import { hours } from "../compare/index.js";
import { namesIn } from "../names-in.js";
import { defineStudy, type StudyContext } from "../study.js";
import { armResult } from "./arm-result.js";
import { armTitle, type CollapseArm, chooseArms } from "./arms.js";
import { type CollapseOptions, collapseOptions } from "./collapse-options.js";
import { collapseReport, type FinishedArm, finalTable, findings, methodPicture } from "./collapse-report.js";
import { armFolder, runArm } from "./run-arm.js";
import { openStudySamples } from "./study-samples.js";

export const collapseStudy = defineStudy({
  name: "collapse",
  title: "What keeps methods from collapse",
  claim:
    "Each method that pulls views together has an ingredient without which it collapses: all samples map to one vector, or to few dimensions, and the energy of non-matching pairs equals that of matching ones.",
  options: collapseOptions,
  async plan(settings, context) {
    const arms = chooseArms(settings.arms?.flatMap(namesIn));
    const { out, signal } = context;
    const finished = await finishedArms(settingOf(settings, context), armResult);
    const { config, source } = await resolveRun(runOptions(arms[0]!, settings, context));
    await source.close();
    for (const sentence of source.notes) context.onNote?.(sentence);
    const { size, channels } = picturesDataOf(config.data, "This study");
    const [height, width] = size;
    const toPlan = arms.map((arm) => ({
      ...{ name: arm.name, title: armTitle(titleOf(arm), arm), steps: settings.steps },
      async weigh() {
        const run = await weighRun(runOptions(arm, settings, context));
        return { batchSize: run.config.batchSize, memory: run.memory };
      },
    }));
    const seed = settings.seed;
    return {
      ...(await planArms(toPlan, {
        ...{ seeds: [seed], finished: finished.map((result) => ({ ...result, seed })), signal },
      })),
      data: `${source.name}: ${source.length} pictures of ${height}x${width}, ${channels} ${channels === 1 ? "channel" : "channels"}; each arm is looked at ${settings.looks} times with at most ${settings.samples} test samples`,
      out,
      writes: ["study.json", "arms.jsonl", "runs/ARM for every arm", "report.md", ...picturesOf(arms)],
      notes: [],
    };
  },
  async *run(settings, context) {
    const arms = chooseArms(settings.arms?.flatMap(namesIn));
    const { out } = context;
    const record = await openArms(settingOf(settings, context), armResult);
    const finished = new Map(record.finished.map((result) => [result.name, result]));
    const todo = arms.filter(({ name }) => !finished.has(name));
    if (todo.length > 0) {
      const { config, source } = await resolveRun(runOptions(todo[0]!, settings, context));
      await source.close();
      const sizes = { bank: 2 * settings.samples, test: settings.samples };
      const samples = await openStudySamples(config, sizes, context);
      const engine = nodeEngine({ threads: config.threads });
      try {
        for (const arm of todo) {
          const done = arms.indexOf(arm);
          const title = armTitle(titleOf(arm), arm);
          // Arms that were finished here, now or before, tell what the others will take.
          const timed = [...finished.values()].map(({ seconds }) => seconds);
          const rest = restOf(timed, todo.length - todo.indexOf(arm));
          yield { type: "part", done, total: arms.length, message: `${title}${rest}` };
          const job = { name: arm.name, options: runOptions(arm, settings, context), samples, engine };
          const result = yield* progressOf(runArm({ ...job, looks: settings.looks }), title);
          if (result === null) throw context.signal?.reason ?? new DOMException("Stopped.", "AbortError");
          record.keep(result);
          finished.set(arm.name, result);
        }
      } finally {
        record.close();
        await engine.dispose();
        await samples.close();
      }
    }
    const all = arms.map(
      (arm): FinishedArm => ({ ...arm, methodTitle: titleOf(arm), result: finished.get(arm.name)! }),
    );
    const files = await writeReport(out, all, settings);
    yield { type: "finished", table: finalTable(all), findings: findings(all), files };
  },
});

const settingOf = (settings: CollapseOptions, { out }: StudyContext) => ({
  study: "collapse",
  out,
  options: { ...settings, judging: JUDGING },
  free: ["arms", "threads"],
});

/** A chart of each method's arms. */
const pictureOf = (method: string) => `${method}.svg`;
const picturesOf = (arms: readonly CollapseArm[]) => [
  ...new Set(arms.map(({ method }) => pictureOf(method))),
];

/** `; about 8 min for the 15 to come`, from the mean of the arms that were timed; nothing before the first. */
export function restOf(timed: readonly number[], toCome: number): string {
  if (timed.length === 0) return "";
  const mean = timed.reduce((sum, seconds) => sum + seconds, 0) / timed.length;
  return `; about ${hours(toCome * mean)} for ${toCome === 1 ? "this last one" : `the ${toCome} to come`}`;
}

function runOptions(
  { name, method, options: ablation }: CollapseArm,
  { data, steps, batchSize, widths, seed, threads }: CollapseOptions,
  { out, cacheFolder, signal, onDecode }: StudyContext,
): PretrainOptions & { readonly out: string; readonly steps: number } {
  const factory = methods.get(method);
  if (factory === undefined)
    throw new ConfigError(
      `There is no method called ${method}; there are ${[...methods.keys()].join(", ")}.`,
    );
  return {
    data,
    steps,
    batchSize,
    seed,
    out: armFolder(out, name),
    method: factory(ablation),
    encoder: convnet({ widths }),
    holdout: 0,
    ...(threads === undefined ? {} : { threads }),
    ...(cacheFolder === undefined ? {} : { cacheFolder }),
    ...(signal === undefined ? {} : { signal }),
    ...(onDecode === undefined ? {} : { onDecode }),
  };
}

const titleOf = ({ method }: CollapseArm): string => methods.get(method)?.definition.title ?? method;

async function writeReport(
  out: string,
  arms: readonly FinishedArm[],
  settings: CollapseOptions,
): Promise<string[]> {
  const { data, steps, batchSize, widths, seed, samples } = settings;
  const seconds = arms.reduce((sum, { result }) => sum + result.seconds, 0);
  const untrained = arms[0]?.result.moments[0]?.knn ?? null;
  const before = untrained === null ? "" : ` Before training, kNN is ${(100 * untrained).toFixed(1)} %.`;
  const setting = `One encoder (convnet ${widths.join(", ")}) on ${data}, ${steps} steps of ${batchSize} samples, seed ${seed}, each method with its own recipe; looked at with ${samples} test samples.${before} ${arms.length} ${arms.length === 1 ? "arm" : "arms"} took ${(seconds / 60).toFixed(1)} minutes.`;
  const contents = new Map<string, string>([["report.md", collapseReport(arms, setting)]]);
  for (const method of new Set(arms.map((arm) => arm.method))) {
    const own = arms.filter((arm) => arm.method === method);
    contents.set(
      pictureOf(method),
      methodPicture(own, `${data}, seed ${seed}; solid: as it is, dashed: one ingredient taken away`),
    );
  }
  return writeFiles(out, contents);
}
