import { asPictures, picturesDataOf } from "unlabel/kinds";
import { resolveRun } from "unlabel/settle";
import { batches, prepareTraining, schedulesAt, stepFeeds, type Training } from "unlabel/train";
import { bareStep } from "./bare-step.js";
import type { Contender, Turn } from "./contender.js";
import { countFlops } from "./count-flops.js";
import { viewsProgram } from "./views-program.js";
import { method, runOptions, shared, type Workload } from "./workloads.js";

/** Our side of a workload, with what only we can tell apart. */
export interface OurWorkload extends Contender {
  readonly facts: {
    /** Opening the pictures: all of them are decoded, once. */
    readonly openSeconds: number;
    readonly pictures: number;
    /** Tracing, differentiating, compiling and building all sessions of a run. */
    readonly prepareSeconds: number;
    /** ONNX Runtime's session of the training step alone. */
    readonly buildSeconds: number;
    readonly nodes: number;
    readonly modelBytes: number;
  };
  /** Whole steps, views included, all on one batch. */
  wholeSteps(count: number): Promise<Turn>;
  /** The views of a step alone. */
  views(count: number): Promise<Turn>;
  endProfiling(): Promise<void>;
}

export interface OurOptions {
  readonly pictures: string;
  readonly threads: number;
  /** Path prefix of a profile of the whole step. */
  readonly profile?: string;
}

/** Makes a run ready as `unlabel pretrain` does, and two more programs that show its parts. */
export async function ourWorkload(
  workload: Workload,
  { pictures, threads, profile }: OurOptions,
): Promise<OurWorkload> {
  const { batchSize, side, channels } = shared;
  const opened = performance.now();
  const { config, source } = await resolveRun(runOptions(pictures, method(), workload.encoder(), threads));
  const openSeconds = (performance.now() - opened) / 1000;
  const started = performance.now();
  const training = await prepareTraining(config, source, undefined, profile);
  const prepareSeconds = (performance.now() - started) / 1000;
  const { engine } = training;

  const bare = bareStep(workload.encoder(), method());
  const bareStore = await engine.createStore(bare.variables.initialValues(0));
  const bareProgram = await engine.load(bare.program, { store: bareStore, name: "bare" });
  const viewsOnly = await engine.load(
    viewsProgram(config.augment, picturesDataOf(config.data, "This workload").standardise),
    {
      store: await engine.createStore(),
      name: "views",
    },
  );
  const ready = {
    views: noise(2 * batchSize * channels * side * side),
    ...schedulesAt(config, undefined, 0),
  };
  const { images } = await asPictures(source, "This workload").read(
    Int32Array.from({ length: batchSize }, (_, i) => i),
  );
  const turn = turns();
  const [program] = training.step.programs;
  if (program === undefined) throw new Error("A step has at least one program.");
  return {
    name: "unlabel",
    gigaflops: countFlops(bare.program) / 1e9,
    parameters: training.parameters,
    facts: {
      openSeconds,
      pictures: source.length,
      prepareSeconds,
      buildSeconds: program.facts.buildMs / 1000,
      nodes: program.facts.nodes,
      modelBytes: program.facts.modelBytes,
    },
    trainingSteps: (count) =>
      turn(count, async () => {
        const { views, learningRate: rate, stepNumber } = ready;
        return bareProgram.run({ views, learningRate: rate, stepNumber });
      }),
    wholeSteps: (count) =>
      turn(count, (step) =>
        training.step.run([{ images, ...schedulesAt(config, undefined, step) }], { seed: 1, step }),
      ),
    views: (count) => turn(count, (step) => viewsOnly.run({ images }, { seed: 1, step })),
    endToEnd: endToEndOf(training),
    endProfiling: () => program.endProfiling(),
    dispose: () => training.dispose(),
  };
}

/** The loop of a run, less its log, monitors and checkpoints. Every turn goes on where the last one ended. */
function endToEndOf(training: Training): Contender["endToEnd"] {
  const { config } = training.parts;
  let position = { epoch: 0, batchInEpoch: 0 };
  let step = 0;
  return async (count, warmUp) => {
    let started = performance.now();
    let firstLoss = Number.NaN;
    let done = 0;
    for await (const batch of batches(training, position)) {
      const feeds = stepFeeds(training.parts, batch, step);
      const { loss } = await training.step.run([feeds], { seed: config.seed, step });
      if (done === 0) firstLoss = Number(loss?.[0]);
      position = batch.next;
      step++;
      done++;
      if (done === warmUp) started = performance.now();
      if (done === warmUp + count) break;
    }
    return { steps: count, seconds: (performance.now() - started) / 1000, firstLoss };
  };
}

/** Times `count` runs; steps are numbered on from turn to turn. */
function turns() {
  let step = 0;
  return async (
    count: number,
    run: (step: number) => Promise<Readonly<Record<string, ArrayLike<number | bigint>>>>,
  ): Promise<Turn> => {
    const started = performance.now();
    let firstLoss = Number.NaN;
    for (let i = 0; i < count; i++) {
      const { loss } = await run(step++);
      if (i === 0) firstLoss = Number(loss?.[0]);
    }
    return { steps: count, seconds: (performance.now() - started) / 1000, firstLoss };
  };
}

/** Numbers of mean 0 and deviation 1. */
function noise(count: number): Float32Array {
  return Float32Array.from({ length: count }, () => (Math.random() - 0.5) * Math.sqrt(12));
}
